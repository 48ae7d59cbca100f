"""Values for the markers of a query: ``:name`` and ``?`` become literals, so that the query is text like any other."""

import datetime
import decimal
import math
import re
from typing import Any, Callable, Dict, List

# texts, quoted names and comments are passed over; so are casts (a::b) and paths into values (a:b)
_PARTS = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|--[^\n]*|/\*.*?\*/|(?<![\w:)\]`'"]):([A-Za-z_]\w*)|(\?)(?!\?)""",
    re.DOTALL,
)


def fill(text: str, arguments: Any) -> str:
    """The query with its markers replaced; ``arguments`` is a dictionary, a list, or nothing."""
    named: Dict[str, Any] = arguments if isinstance(arguments, dict) else {}
    positional: List[Any] = [] if isinstance(arguments, dict) or arguments is None else list(arguments)
    if not named and not positional:
        return text

    def replaced(found: "re.Match[str]") -> str:
        name = found.group(1)
        if name is not None and named:
            if name not in named:
                raise ValueError(f"the query has a marker :{name}, but args has no {name!r}")
            return literal(named[name])
        if found.group(2) is not None and not isinstance(arguments, dict):
            if not positional:
                raise ValueError("the query has more markers than args has values")
            return literal(positional.pop(0))
        return found.group(0)

    return _PARTS.sub(replaced, text)


def literal(value: Any) -> str:
    """A value as Spark SQL writes it."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if value is None:
        return "NULL"
    raise TypeError(f"a value of {type(value).__name__} cannot be given to spark.sql in a query function")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _double(value: float) -> str:
    return f"CAST('{value}' AS DOUBLE)" if math.isinf(value) or math.isnan(value) else f"({value!r}D)"


_WRITERS: "List[tuple[type, Callable[[Any], str]]]" = [
    (bool, lambda value: "TRUE" if value else "FALSE"),
    (int, lambda value: f"({value})"),
    (float, _double),
    (decimal.Decimal, lambda value: f"({value:f}BD)"),
    (str, _text),
    (datetime.datetime, lambda value: f"TIMESTAMP'{value.isoformat(sep=' ')}'"),
    (datetime.date, lambda value: f"DATE'{value.isoformat()}'"),
]
