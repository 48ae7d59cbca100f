"""The session that the user's code sees: Spark Connect to the engine, whose reads the engine binds."""

import os
import re
from typing import Any, Callable, Dict, Optional, Set

from tidewheel.host import reads, temp_views
from tidewheel.host.evaluation import Evaluator
from tidewheel.host.patches import replace
from tidewheel.host.temp_views import TempViews

_QUERY = re.compile(r"(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*(?:SELECT|WITH|FROM|VALUES|TABLE)\b", re.IGNORECASE | re.DOTALL)
_WRITES = re.compile(r"\bINSERT\s+(?:INTO|OVERWRITE)\b", re.IGNORECASE)
_LOOK = re.compile(r"\s*(?:SHOW|DESC|DESCRIBE|EXPLAIN)\b", re.IGNORECASE)
_COMMAND = re.compile(
    r"\s*(ALTER|ANALYZE|CALL|COMMENT|COPY|CREATE|DELETE|DROP|INSERT|MERGE|OPTIMIZE|REPLACE|RESET|SET|TRUNCATE|UPDATE|USE"
    r"|VACUUM)\b",
    re.IGNORECASE,
)
_LARGEST_MESSAGE = 1 << 30


def connect(
    endpoint: str,
    token: str,
    session_id: str,
    evaluator: Evaluator,
    views: TempViews,
    formats: Set[str],
    configuration: Dict[str, str],
) -> Any:
    """Opens the one session of this process, which all ways to ask for a session then give.

    Names of data sources that are registered in it are added to ``formats``.
    """
    from pyspark.sql.connect.client.core import DefaultChannelBuilder
    from pyspark.sql.connect.session import SparkSession

    # so that SparkSession.builder finds the session instead of starting Spark
    os.environ["SPARK_REMOTE"] = f"sc://{endpoint}"
    os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"
    options = [("grpc.max_send_message_length", _LARGEST_MESSAGE), ("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    builder = DefaultChannelBuilder(f"sc://{endpoint}/;session_id={session_id};user_id=tidewheel", options)
    builder.set("authorization", f"Bearer {token}")
    session = SparkSession(builder)
    stub = session.client._stub
    stub.AnalyzePlan = evaluator.guard(stub.AnalyzePlan)
    stub.ExecutePlan = evaluator.guard(stub.ExecutePlan)
    SparkSession._set_default_and_active_session(session)
    _bind_reads(views)
    _bind_sql(evaluator, views)
    temp_views.bind(views)
    _bind_formats(formats)
    _bind_display()
    _bind_configuration(configuration)
    return session


def _bind_reads(views: TempViews) -> None:
    from pyspark.sql.connect.readwriter import DataFrameReader
    from pyspark.sql.connect.streaming.readwriter import DataStreamReader

    def read(session: Any, name: str, options: Any, streaming: bool) -> Any:
        plan = views.get(name)
        if plan is not None:
            return reads.view(session, name, plan)
        return reads.table(session, name, options, streaming)

    def table(self: Any, tableName: str) -> Any:
        return read(self._client, tableName, self._options, streaming=False)

    def stream_table(self: Any, tableName: str) -> Any:
        return read(self._client, tableName, self._options, streaming=True)

    def load(self: Any, path: Any = None, format: Any = None, schema: Any = None, **options: Any) -> Any:
        _take(self, format, schema, options)
        paths = [path] if isinstance(path, str) else path
        return reads.source(self._client, self._format, paths, self._schema, self._options, streaming=False)

    def stream_load(self: Any, path: Any = None, format: Any = None, schema: Any = None, **options: Any) -> Any:
        _take(self, format, schema, options)
        paths = [] if path is None else [path]
        return reads.source(self._client, self._format, paths, self._schema, self._options, streaming=True)

    replace(DataFrameReader, "table", table)
    replace(DataFrameReader, "load", load)
    replace(DataStreamReader, "table", stream_table)
    replace(DataStreamReader, "load", stream_load)


def _bind_sql(evaluator: Evaluator, views: TempViews) -> None:
    from pyspark.sql.connect.session import SparkSession

    original = SparkSession.sql

    def sql(self: Any, sqlQuery: str, args: Optional[Any] = None, **kwargs: Any) -> Any:
        view = None if views.are_stored else temp_views.definition(sqlQuery)
        if view is not None:
            name, text, is_global = view
            frame = reads.query(self, text, args, kwargs, views.named_in(text))
            views.put(name, frame._plan, is_global)
            return frame.limit(0)
        command = _COMMAND.match(sqlQuery)
        if evaluator.is_running and command is not None:
            word = command.group(1).upper()
            raise RuntimeError(f"{word} changes something, and a query function only reads: run it outside of functions")
        query = _QUERY.match(sqlQuery) and not _WRITES.search(sqlQuery)
        if query or (evaluator.is_running and not _LOOK.match(sqlQuery)):
            return reads.query(self, sqlQuery, args, kwargs, views.named_in(sqlQuery))
        temp_views.store(self, views.named_in(sqlQuery))
        return original(self, sqlQuery, args, **kwargs)

    replace(SparkSession, "sql", sql)


def _bind_display() -> None:
    from pyspark.sql.connect.dataframe import DataFrame

    def display(self: Any, *args: Any, **kwargs: Any) -> None:
        """There is nobody to look at it while a pipeline runs."""

    setattr(DataFrame, "display", display)


def number_plans_anew() -> None:
    """The same code gives the same relations, byte by byte, each time it is loaded."""
    from pyspark.sql.connect.plan import LogicalPlan

    with LogicalPlan._lock:
        LogicalPlan._nextPlanId = 0


def _bind_formats(formats: Set[str]) -> None:
    from pyspark.sql.connect.datasource import DataSourceRegistration

    original = DataSourceRegistration.register

    def register(self: Any, dataSource: Any) -> None:
        original(self, dataSource)
        formats.add(dataSource.name())

    replace(DataSourceRegistration, "register", register)


def bind_writes(resolve: Callable[[str], str]) -> None:
    """From now on, paths that are written to mean what they mean in reads."""
    from pyspark.sql.connect.readwriter import DataFrameWriter

    original = getattr(DataFrameWriter.save, "original", DataFrameWriter.save)

    def save(self: Any, path: Optional[str] = None, *args: Any, **options: Any) -> None:
        original(self, None if path is None else resolve(path), *args, **options)

    setattr(save, "original", original)
    replace(DataFrameWriter, "save", save)


def _take(reader: Any, format_name: Any, schema: Any, options: Dict[str, Any]) -> None:
    if format_name is not None:
        reader.format(format_name)
    if schema is not None:
        reader.schema(schema)
    reader.options(**options)


def _bind_configuration(configuration: Dict[str, str]) -> None:
    from pyspark.sql.connect.conf import RuntimeConf

    original = RuntimeConf.get

    def get(self: Any, key: str, *args: Any, **kwargs: Any) -> Any:
        if key in configuration:
            return configuration[key]
        return original(self, key, *args, **kwargs)

    replace(RuntimeConf, "get", get)
