"""Functions that get the events of the pipeline."""

import inspect
from typing import Any, Callable, Optional

from tidewheel.declare.elements import Hook
from tidewheel.declare.location import caller
from tidewheel.declare.registry import active

Decorated = Callable[..., Any]


def on_event_hook(
    hook: Optional[Decorated] = None, *, max_allowable_consecutive_failures: Optional[int] = None
) -> Decorated:
    """Declares a function that is called with each event. After Databricks' decorator of the same name."""
    location = caller()
    limit = max_allowable_consecutive_failures
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise ValueError("max_allowable_consecutive_failures must be None or a number from 0 on")

    def declare(function: Decorated) -> Decorated:
        try:
            inspect.signature(function).bind({})
        except TypeError:
            raise TypeError("an event hook takes exactly one positional parameter, the event") from None
        active().hooks.append(Hook(function, limit, location))
        return function

    return declare if hook is None else declare(hook)
