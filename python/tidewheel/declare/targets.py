"""``create_table``, which is an old decorator and a new function."""

from typing import Any, Callable

from tidewheel.declare.datasets import create_streaming_table, table
from tidewheel.declare.registry import active

Decorated = Callable[..., Any]


def create_table(*args: Any, **kwargs: Any) -> Any:
    """With a name, a table that append flows add to; as a decorator, the old name of ``table``."""
    if args and callable(args[0]):
        return table(*args, **kwargs)
    name = args[0] if args else kwargs.get("name")
    if name is None:
        return table(*args, **kwargs)
    return _NamedTable({**kwargs, "name": name})


class _NamedTable:
    """A table that was declared by calling ``create_table``; takes it back if the call turns out to be a decorator."""

    def __init__(self, arguments: Any) -> None:
        self._decorator = table(**arguments)
        target = {key: value for key, value in arguments.items() if key != "temporary"}
        create_streaming_table(**target)
        self._registry = active()
        self._dataset = self._registry.datasets[-1]

    def __call__(self, function: Decorated) -> Decorated:
        self._registry.datasets.remove(self._dataset)
        return self._decorator(function)
