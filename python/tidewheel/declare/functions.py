"""The functions that decorators return: they behave as the user's own and remember what was declared with them."""

import functools
from typing import Any, Callable, List, Optional

from tidewheel.declare.elements import Dataset, Expectation

_DATASET = "_tidewheel_dataset"
_PENDING = "_tidewheel_expectations"


def wrap(function: Callable[..., Any], dataset: Optional[Dataset], pending: List[Expectation]) -> Callable[..., Any]:
    """A function of its own, since the same one may be used for several datasets."""

    @functools.wraps(function)
    def declared(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    setattr(declared, _DATASET, dataset)
    setattr(declared, _PENDING, pending)
    return declared


def dataset_of(function: Any) -> Optional[Dataset]:
    """The dataset that was declared with this function, if one was."""
    return getattr(function, _DATASET, None)


def pending_of(function: Any) -> List[Expectation]:
    """Expectations that wait for a dataset to be declared with this function."""
    return list(getattr(function, _PENDING, []))


def name_of(function: Any) -> str:
    """The name that a dataset or flow has if none is given."""
    inner = function
    while isinstance(inner, functools.partial):
        inner = inner.func
    name = getattr(inner, "__name__", None)
    if not isinstance(name, str) or name == "<lambda>":
        raise ValueError("a function without a name needs name=")
    return name
