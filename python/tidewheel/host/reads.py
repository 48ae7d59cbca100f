"""Reads as the engine understands them: a relation of Connect that carries JSON and is bound by the engine."""

import json
from typing import Any, Dict

from pyspark.sql.connect.dataframe import DataFrame
from pyspark.sql.connect.plan import SQL, LogicalPlan, SubqueryAlias
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
        relation.extension.value = json.dumps(self._payload).encode("utf-8")
        return relation

    def print(self, indent: int = 0) -> str:
        """For people who look at plans."""
        return f"{' ' * indent}<PipelineRead {self._payload}>\n"


def table(session: Any, name: str, options: Dict[str, str], streaming: bool) -> DataFrame:
    """A table or view by its name."""
    payload = {"read": "table", "name": name, "options": dict(options), "streaming": streaming}
    return DataFrame(PipelineRead(payload), session)


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


def query(session: Any, text: str) -> DataFrame:
    """A query in SQL."""
    return DataFrame(PipelineRead({"read": "sql", "text": text}), session)


def query_with_arguments(session: Any, text: str, arguments: Any, frames: Dict[str, Any]) -> DataFrame:
    """A query in SQL with values for its markers, or with DataFrames for its names."""
    filled = sql_arguments.fill(text, arguments)
    if not frames:
        return query(session, filled)
    formatter = SQLStringFormatter(session)
    named = formatter.format(filled, **frames)
    views = [SubqueryAlias(frame._plan, name) for frame, name in formatter._temp_views]
    return DataFrame(SQL(named, [], {}, views), session)
