"""Reads as the engine understands them: a relation of Connect that carries JSON and is bound by the engine."""

import base64
import json
from typing import Any, Dict, Mapping

from pyspark.sql.connect.dataframe import DataFrame
from pyspark.sql.connect.plan import LogicalPlan, SubqueryAlias
from pyspark.sql.connect.sql_formatter import SQLStringFormatter

from tidewheel.declare.location import caller
from tidewheel.host import sql_arguments

TYPE_URL = "tidewheel.dev/read"


class PipelineRead(LogicalPlan):
    """A leaf of a query whose meaning is the engine's to find."""

    def __init__(self, payload: Dict[str, Any]) -> None:
        super().__init__(None)
        location = caller()
        self._payload = {**payload, "path": location.file, "line": location.line}

    def plan(self, session: Any) -> Any:
        """The relation on the wire."""
        relation = self._create_proto_relation()
        relation.extension.type_url = TYPE_URL
        relation.extension.value = json.dumps(self._message(session)).encode("utf-8")
        return relation

    def _message(self, session: Any) -> Dict[str, Any]:
        return self._payload

    def print(self, indent: int = 0) -> str:
        """For people who look at plans."""
        return f"{' ' * indent}<PipelineRead {self._payload}>\n"


class SqlRead(PipelineRead):
    """A query in SQL, and the plans that some of its names stand for."""

    def __init__(self, text: str, views: Mapping[str, LogicalPlan]) -> None:
        super().__init__({"read": "sql", "text": text})
        self._views = views

    def _message(self, session: Any) -> Dict[str, Any]:
        views = {name: _encoded(plan.plan(session)) for name, plan in self._views.items()}
        return {**self._payload, "views": views}


def _encoded(relation: Any) -> str:
    return base64.b64encode(relation.SerializeToString()).decode("ascii")


def table(session: Any, name: str, options: Dict[str, str], streaming: bool) -> DataFrame:
    """A table or view by its name."""
    payload = {"read": "table", "name": name, "options": dict(options), "streaming": streaming}
    return DataFrame(PipelineRead(payload), session)


def view(session: Any, name: str, plan: LogicalPlan) -> DataFrame:
    """A temporary view."""
    return DataFrame(SubqueryAlias(plan, name), session)


def source(
    session: Any, format_name: Any, paths: Any, schema: str, options: Dict[str, str], streaming: bool
) -> DataFrame:
    """Files, or whatever a format reads."""
    payload = {
        "read": "source",
        "format": format_name,
        "paths": list(paths or []),
        "schema": schema,
        "options": {key: value for key, value in options.items() if value is not None},
        "streaming": streaming,
    }
    return DataFrame(PipelineRead(payload), session)


def query(
    session: Any, text: str, arguments: Any, values: Dict[str, Any], views: Mapping[str, LogicalPlan]
) -> DataFrame:
    """A query in SQL with values for its markers, DataFrames and values for what stands in braces, and views."""
    filled = sql_arguments.fill(text, arguments)
    named = dict(views)
    if values:
        formatter = SQLStringFormatter(session)
        filled = formatter.format(filled, **values)
        named.update({name: frame._plan for frame, name in formatter._temp_views})
    return DataFrame(SqlRead(filled, named), session)
