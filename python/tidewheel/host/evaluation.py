"""Runs the functions that queries are given as."""

import base64
import json
import re
import threading
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any, Callable, Dict, Iterator, Optional, Set

from tidewheel.declare.elements import Flow
from tidewheel.host.temp_views import TempViews
from tidewheel.host.user_errors import UserErrors

_TYPE_URL = b"tidewheel.dev/read"
_EAGER = ("crosstab", "approx_quantile", "cov", "corr", "transpose")
_STREAM_WORDS = {"readStream", "read_stream"}
_STREAM_SQL = re.compile(r"\bSTREAM\b\s*[(`\w]", re.IGNORECASE)
_NOT_CODE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'", re.DOTALL)


class Deferred(BaseException):
    """A function asks about data before the inputs of the pipeline are known. Not for the user's ``except``."""


@dataclass(frozen=True)
class Outcome:
    """A relation, a problem, or neither if the function has to be run again later."""

    relation: Optional[bytes] = None
    problem: Optional[Dict[str, Any]] = None
    streaming: Optional[bool] = None


class Evaluator:
    """Knows whether a query function is running, for each thread."""

    def __init__(self, views: TempViews) -> None:
        self._views = views
        self._thread = threading.local()

    @property
    def is_running(self) -> bool:
        """True inside of a query function."""
        return getattr(self._thread, "running", None) is not None

    def guard(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """A remote call that is put off if it would ask about inputs that are not known yet."""

        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if self.is_running and not self._thread.resolving and _TYPE_URL in request.SerializeToString():
                raise Deferred()
            return call(request, *args, **kwargs)

        return guarded

    def evaluate(self, flow: Flow, errors: UserErrors, session: Any, resolving: bool) -> Outcome:
        """The relation that the function of a flow returns."""
        assert flow.function is not None
        what = f"the query function of `{flow.name}`"
        self._thread.running, self._thread.resolving = flow, resolving
        self._views.enter()
        try:
            result = flow.function()
            plan = getattr(result, "_plan", None)
            if plan is None:
                return Outcome(problem=errors.invalid(*_not_a_frame(what, result), flow.location))
            relation = plan.plan(session.client)
            asked = asks_for_rows(relation)
            if asked is not None:
                return Outcome(problem=errors.invalid(*_asked(what, asked), flow.location))
            return Outcome(relation.SerializeToString(), streaming=reads_stream(relation))
        except Deferred:
            return Outcome(streaming=_mentions_stream(flow.function))
        except Exception as error:
            return Outcome(problem=errors.problem(error, what, flow.location))
        finally:
            self._thread.running = None
            self._views.leave()


def _not_a_frame(what: str, result: Any) -> "tuple[str, str]":
    if result is None:
        return f"{what} returns nothing", "put `return` before the DataFrame"
    return f"{what} returns {type(result).__name__}, which is no DataFrame of Spark", "return a Spark DataFrame"


def asks_for_rows(message: Any) -> Optional[str]:
    """The first operation in a relation that Spark could only plan by running a part of it."""
    for relation in _relations(message):
        for name in _EAGER:
            if relation.HasField(name):
                return name
        if relation.HasField("aggregate") and relation.aggregate.HasField("pivot"):
            if not relation.aggregate.pivot.values:
                return "pivot"
    return None


def _asked(what: str, operation: str) -> "tuple[str, str]":
    message = f"{what} uses `{operation}`, whose result depends on rows that are there only when the pipeline runs"
    if operation == "pivot":
        return message + "; no values were given", 'give the values of the column: .pivot("column", ["a", "b"])'
    return message, "compute it with groupBy and aggregate functions"


def reads_stream(message: Any) -> bool:
    """True if a leaf of a relation is a stream."""
    for leaf in _relations(message):
        if leaf.HasField("read") and leaf.read.is_streaming:
            return True
        if leaf.HasField("extension") and leaf.extension.type_url.encode() == _TYPE_URL:
            payload = json.loads(leaf.extension.value)
            if payload.get("streaming") or _STREAM_SQL.search(_NOT_CODE.sub(" ", payload.get("text", ""))):
                return True
        if leaf.HasField("sql") and _STREAM_SQL.search(_NOT_CODE.sub(" ", leaf.sql.query)):
            return True
    return False


def _relations(message: Any) -> Iterator[Any]:
    """All relations in a message, those of temporary views included."""
    if message.DESCRIPTOR.full_name == "spark.connect.Relation":
        yield message
        if message.HasField("extension") and message.extension.type_url.encode() == _TYPE_URL:
            for view in json.loads(message.extension.value).get("views", {}).values():
                yield from _relations(type(message).FromString(base64.b64decode(view)))
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None or descriptor.message_type.GetOptions().map_entry:
            continue
        for part in [value] if hasattr(value, "ListFields") else value:
            yield from _relations(part)


def _mentions_stream(function: Callable[..., Any]) -> bool:
    """What the code of a function, and of those that it calls by name, says about streams."""
    seen: Set[CodeType] = set()

    def look(code: CodeType, names: Dict[str, Any]) -> bool:
        if code in seen:
            return False
        seen.add(code)
        if _STREAM_WORDS & set(code.co_names):
            return True
        for constant in code.co_consts:
            if isinstance(constant, str) and _STREAM_SQL.search(_NOT_CODE.sub(" ", constant)):
                return True
            if isinstance(constant, CodeType) and look(constant, names):
                return True
        called = [names.get(name) for name in code.co_names]
        return any(look(each.__code__, each.__globals__) for each in called if isinstance(each, FunctionType))

    inner: Any = function
    while hasattr(inner, "__wrapped__") or hasattr(inner, "func"):
        inner = inner.__wrapped__ if hasattr(inner, "__wrapped__") else inner.func
    code = getattr(inner, "__code__", None)
    return code is not None and look(code, getattr(inner, "__globals__", {}))
