"""Decorators and functions that declare flows into tables and sinks."""

import inspect
from typing import Any, Callable, Dict, Optional

from tidewheel.declare import checks
from tidewheel.declare.elements import Flow, Sink, Unsupported
from tidewheel.declare.functions import name_of
from tidewheel.declare.location import Location, caller
from tidewheel.declare.registry import active

Decorated = Callable[..., Any]


def append_flow(
    name: Optional[str] = None,
    target: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
    once: bool = False,
    import_checkpoint: Optional[str] = None,
) -> Callable[[Decorated], Decorated]:
    """Adds the rows of a query to a streaming table. After Databricks' decorator of the same name."""
    location = caller()
    checks.text("target", target)
    if import_checkpoint is not None:
        _not_yet("import_checkpoint", "leave it out: the flow then reads its source from the beginning", location)
    return _decorator("append", name, str(target), comment, spark_conf, bool(once), {}, location)


def update_flow(
    name: Optional[str] = None,
    target: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
) -> Callable[[Decorated], Decorated]:
    """Sends changed groups of an aggregate to a sink. After Databricks' decorator of the same name."""
    location = caller()
    checks.text("target", target)
    return _decorator("update", name, str(target), comment, spark_conf, False, {}, location)


def replace_flow(
    target: str,
    replace_using: Any,
    sequence_by: Any,
    name: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
) -> Callable[[Decorated], Decorated]:
    """Replaces all rows of each key by the newest ones. After Databricks' decorator of the same name."""
    location = caller()
    checks.text("target", target)
    arguments = {"replace_using": replace_using, "sequence_by": sequence_by}
    return _decorator("replace", name, target, comment, spark_conf, False, arguments, location)


def create_sink(name: str, format: str, options: Optional[Dict[str, Any]] = None) -> None:
    """Declares a place outside of the pipeline for flows to write to. After Databricks' function of the same name."""
    sink = Sink(checks.text("name", name), checks.text("format", format), checks.settings("options", options), caller())
    active().sinks.append(sink)


def foreach_batch_sink(handler: Optional[Decorated] = None, *, name: Optional[str] = None) -> Decorated:
    """Declares a sink that is a function of each batch and its number. After Databricks' decorator of the same name.

    A batch is given at least once. After a failure the last one comes again, with the same number and the same rows.
    """
    location = caller()
    checks.optional_text("name", name)

    def declare(function: Decorated) -> Decorated:
        try:
            inspect.signature(function).bind(None, 0)
        except TypeError:
            raise TypeError("the function of a foreach-batch sink takes two parameters: the batch and its number") from None
        active().sinks.append(Sink(name or name_of(function), "foreachBatch", {}, location, function))
        return function

    return declare if handler is None or not callable(handler) else declare(handler)


def _not_yet(what: str, remedy: str, location: Location) -> None:
    active().unsupported.append(Unsupported(what, remedy, location))


def _decorator(
    kind: str,
    name: Optional[str],
    target: str,
    comment: Optional[str],
    spark_conf: Optional[Dict[str, Any]],
    once: bool,
    arguments: Dict[str, Any],
    location: Location,
) -> Callable[[Decorated], Decorated]:
    if callable(name):
        raise RuntimeError(f"@{kind}_flow needs target=, so it cannot be used without parentheses")
    checks.optional_text("name", name)
    settings = checks.settings("spark_conf", spark_conf)

    def declare(function: Decorated) -> Decorated:
        if not callable(function):
            raise TypeError(f"@{kind}_flow decorates a function")
        flow = Flow(
            kind,
            name or name_of(function),
            target,
            location,
            function,
            comment=checks.optional_text("comment", comment),
            spark_conf=settings,
            once=once,
            arguments=arguments,
        )
        active().flows.append(flow)
        return function

    return declare
