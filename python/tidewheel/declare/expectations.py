"""Decorators that put rules on the rows of a dataset.

Each works in every order with the decorator of the dataset, and as a plain function on what that one returned.
"""

from typing import Any, Callable, Dict, List

from tidewheel.declare import checks
from tidewheel.declare.elements import Action, Expectation
from tidewheel.declare.functions import dataset_of, pending_of, wrap
from tidewheel.declare.location import Location, caller

Decorated = Callable[..., Any]


def expect(description: str, constraint: Any) -> Callable[[Decorated], Decorated]:
    """Rows that break the constraint are kept and counted. After Databricks' decorator of the same name."""
    return _rules({description: constraint}, Action.WARN)


def expect_or_drop(description: str, constraint: Any) -> Callable[[Decorated], Decorated]:
    """Rows that break the constraint are dropped and counted. After Databricks' decorator of the same name."""
    return _rules({description: constraint}, Action.DROP)


def expect_or_fail(description: str, constraint: Any) -> Callable[[Decorated], Decorated]:
    """A row that breaks the constraint stops the flow. After Databricks' decorator of the same name."""
    return _rules({description: constraint}, Action.FAIL)


def expect_all(expectations: Dict[str, Any]) -> Callable[[Decorated], Decorated]:
    """Like :func:`expect` for each entry of a dictionary."""
    return _rules(expectations, Action.WARN)


def expect_all_or_drop(expectations: Dict[str, Any]) -> Callable[[Decorated], Decorated]:
    """Like :func:`expect_or_drop` for each entry of a dictionary."""
    return _rules(expectations, Action.DROP)


def expect_all_or_fail(expectations: Dict[str, Any]) -> Callable[[Decorated], Decorated]:
    """Like :func:`expect_or_fail` for each entry of a dictionary."""
    return _rules(expectations, Action.FAIL)


def group(rules: Dict[str, Any], action: Action, location: Location) -> List[Expectation]:
    """The entries of a dictionary as expectations."""
    if not isinstance(rules, dict):
        raise TypeError(f"expectations must be a dictionary of names and constraints, not {type(rules).__name__}")
    return [_expectation(name, condition, action, location) for name, condition in rules.items()]


def _expectation(name: Any, condition: Any, action: Action, location: Location) -> Expectation:
    checks.text("the name of an expectation", name)
    if not hasattr(condition, "_expr"):
        checks.text(f"the constraint of {name!r}", condition)
    return Expectation(name, condition, action, location)


def _rules(rules: Dict[str, Any], action: Action) -> Callable[[Decorated], Decorated]:
    added = group(rules, action, caller())

    def apply(function: Decorated) -> Decorated:
        if not callable(function):
            raise TypeError("an expectation decorates a function")
        dataset = dataset_of(function)
        if dataset is not None:
            dataset.expectations[:0] = added
            return function
        return wrap(function, None, added + pending_of(function))

    return apply
