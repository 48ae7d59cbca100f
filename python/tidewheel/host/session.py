"""The session that the user's code sees: Spark Connect to the engine, whose reads the engine binds."""

import os
from typing import Any, Callable, Dict, Optional

from tidewheel.host import reads
from tidewheel.host.evaluation import Evaluator


def connect(
    endpoint: str, token: str, session_id: str, evaluator: Evaluator, configuration: Dict[str, str]
) -> Any:
    """Opens the one session of this process, which all ways to ask for a session then give."""
    from pyspark.sql.connect.client.core import DefaultChannelBuilder
    from pyspark.sql.connect.session import SparkSession

    # so that SparkSession.builder finds the session instead of starting Spark
    os.environ["SPARK_REMOTE"] = f"sc://{endpoint}"
    os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"
    builder = DefaultChannelBuilder(f"sc://{endpoint}/;session_id={session_id};user_id=tidewheel")
    builder.set("authorization", f"Bearer {token}")
    session = SparkSession(builder)
    stub = session.client._stub
    stub.AnalyzePlan = evaluator.guard(stub.AnalyzePlan)
    stub.ExecutePlan = evaluator.guard(stub.ExecutePlan)
    SparkSession._set_default_and_active_session(session)
    _bind_reads(evaluator)
    _bind_configuration(configuration)
    return session


def _bind_reads(evaluator: Evaluator) -> None:
    from pyspark.sql.connect.readwriter import DataFrameReader
    from pyspark.sql.connect.session import SparkSession
    from pyspark.sql.connect.streaming.readwriter import DataStreamReader

    def table(self: Any, tableName: str) -> Any:
        return reads.table(self._client, tableName, self._options, streaming=False)

    def stream_table(self: Any, tableName: str) -> Any:
        return reads.table(self._client, tableName, self._options, streaming=True)

    def load(self: Any, path: Any = None, format: Any = None, schema: Any = None, **options: Any) -> Any:
        _take(self, format, schema, options)
        paths = [path] if isinstance(path, str) else path
        return reads.source(self._client, self._format, paths, self._schema, self._options, streaming=False)

    def stream_load(self: Any, path: Any = None, format: Any = None, schema: Any = None, **options: Any) -> Any:
        _take(self, format, schema, options)
        paths = [] if path is None else [path]
        return reads.source(self._client, self._format, paths, self._schema, self._options, streaming=True)

    original = SparkSession.sql

    def sql(self: Any, sqlQuery: str, args: Optional[Any] = None, **kwargs: Any) -> Any:
        if not evaluator.is_running:
            return original(self, sqlQuery, args, **kwargs)
        if args or kwargs:
            return reads.query_with_arguments(self, sqlQuery, args, kwargs)
        return reads.query(self, sqlQuery)

    _replace(DataFrameReader, "table", table)
    _replace(DataFrameReader, "load", load)
    _replace(DataStreamReader, "table", stream_table)
    _replace(DataStreamReader, "load", stream_load)
    _replace(SparkSession, "sql", sql)


def bind_writes(resolve: Callable[[str], str]) -> None:
    """From now on, paths that are written to mean what they mean in reads."""
    from pyspark.sql.connect.readwriter import DataFrameWriter

    original = getattr(DataFrameWriter.save, "original", DataFrameWriter.save)

    def save(self: Any, path: Optional[str] = None, *args: Any, **options: Any) -> None:
        original(self, None if path is None else resolve(path), *args, **options)

    setattr(save, "original", original)
    _replace(DataFrameWriter, "save", save)


def _take(reader: Any, format_name: Any, schema: Any, options: Dict[str, Any]) -> None:
    if format_name is not None:
        reader.format(format_name)
    if schema is not None:
        reader.schema(schema)
    reader.options(**options)


def _bind_configuration(configuration: Dict[str, str]) -> None:
    from pyspark.sql.connect.conf import RuntimeConf

    original = RuntimeConf.get

    def get(self: Any, key: str, *default: Any) -> Any:
        if key in configuration:
            return configuration[key]
        return original(self, key, *default)

    _replace(RuntimeConf, "get", get)


def _replace(target: Any, name: str, function: Any) -> None:
    function.__doc__ = getattr(target, name).__doc__
    setattr(target, name, function)
