"""Checks of arguments that users give."""

from typing import Any, Dict, List, Optional, Sequence, Union


def text(argument: str, value: Any) -> str:
    """A text that must be given."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{argument} must be a text that is not empty, not {_describe(value)}")
    return value


def optional_text(argument: str, value: Any) -> Optional[str]:
    """A text or None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{argument} must be a text, not {_describe(value)}")
    return value


def texts(argument: str, value: Any) -> List[str]:
    """A list of texts; a single text stands for itself."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{argument} must be a list of texts, not {_describe(value)}")
    return list(value)


def settings(argument: str, value: Any) -> Dict[str, str]:
    """A dictionary whose values are turned into texts the way Spark does."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise TypeError(f"{argument} must be a dictionary, not {_describe(value)}")
    return {str(key): _text_of(entry) for key, entry in value.items()}


def columns(argument: str, value: Any) -> Optional[List[Any]]:
    """A list of names or columns, or None."""
    if value is None:
        return None
    items: Sequence[Any] = [value] if isinstance(value, str) or not isinstance(value, (list, tuple)) else value
    return list(items)


def only_one(first: str, first_value: Any, second: str, second_value: Any) -> None:
    """Refuses two arguments that exclude each other."""
    if first_value is not None and second_value is not None:
        raise ValueError(f"{first} and {second} cannot be given together")


def _text_of(value: Union[bool, float, int, str, None]) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _describe(value: Any) -> str:
    return "None" if value is None else f"{type(value).__name__} {value!r}"
