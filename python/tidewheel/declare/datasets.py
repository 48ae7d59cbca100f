"""Decorators and functions that declare tables and views."""

from typing import Any, Callable, Dict, List, Optional, Union

from tidewheel.declare import checks
from tidewheel.declare.elements import Action, Dataset, DatasetKind, Flow
from tidewheel.declare.expectations import group
from tidewheel.declare.functions import name_of, pending_of, wrap
from tidewheel.declare.location import Location, caller
from tidewheel.declare.registry import active

Decorated = Callable[..., Any]


def table(
    query_function: Optional[Decorated] = None,
    *,
    name: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
    table_properties: Optional[Dict[str, Any]] = None,
    path: Optional[str] = None,
    partition_cols: Optional[List[str]] = None,
    cluster_by_auto: bool = False,
    cluster_by: Optional[List[str]] = None,
    schema: Any = None,
    row_filter: Optional[str] = None,
    private: Optional[bool] = None,
    temporary: bool = False,
    format: Optional[str] = None,
    replace_using: Any = None,
    sequence_by: Any = None,
    replace_where: Any = None,
) -> Decorated:
    """Declares a streaming table; if the query reads no stream, a materialized view.

    After Databricks' ``@dp.table`` and ``@dlt.table``.
    """
    arguments = _stored(
        comment, spark_conf, table_properties, path, partition_cols, cluster_by_auto, cluster_by, schema, row_filter
    )
    arguments["private"] = temporary if private is None else private
    replacing = {"replace_using": replace_using, "sequence_by": sequence_by, "replace_where": replace_where}
    _delta(format)
    return _decorator("table", DatasetKind.TABLE, query_function, name, arguments, replacing)


def materialized_view(
    query_function: Optional[Decorated] = None,
    *,
    name: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
    table_properties: Optional[Dict[str, Any]] = None,
    path: Optional[str] = None,
    partition_cols: Optional[List[str]] = None,
    cluster_by_auto: bool = False,
    cluster_by: Optional[List[str]] = None,
    schema: Any = None,
    row_filter: Optional[str] = None,
    private: Optional[bool] = None,
    temporary: bool = False,
    format: Optional[str] = None,
    refresh_policy: Optional[str] = None,
) -> Decorated:
    """Declares a table that always equals the result of its query. After Databricks' ``@dp.materialized_view``."""
    arguments = _stored(
        comment, spark_conf, table_properties, path, partition_cols, cluster_by_auto, cluster_by, schema, row_filter
    )
    arguments["private"] = temporary if private is None else private
    arguments["refresh_policy"] = checks.optional_text("refresh_policy", refresh_policy)
    _delta(format)
    kind = DatasetKind.MATERIALIZED_VIEW
    return _decorator("materialized_view", kind, query_function, name, arguments, {})


def temporary_view(
    query_function: Optional[Decorated] = None,
    *,
    name: Optional[str] = None,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
) -> Decorated:
    """Declares a view that only the pipeline sees. After Databricks' ``@dp.temporary_view`` and ``@dlt.view``."""
    arguments = {
        "comment": checks.optional_text("comment", comment),
        "spark_conf": checks.settings("spark_conf", spark_conf),
    }
    return _decorator("temporary_view", DatasetKind.TEMPORARY_VIEW, query_function, name, arguments, {})


def create_streaming_table(
    name: str,
    comment: Optional[str] = None,
    spark_conf: Optional[Dict[str, Any]] = None,
    table_properties: Optional[Dict[str, Any]] = None,
    partition_cols: Optional[List[str]] = None,
    path: Optional[str] = None,
    schema: Any = None,
    expect_all: Optional[Dict[str, Any]] = None,
    expect_all_or_drop: Optional[Dict[str, Any]] = None,
    expect_all_or_fail: Optional[Dict[str, Any]] = None,
    cluster_by: Optional[List[str]] = None,
    cluster_by_auto: bool = False,
    row_filter: Optional[str] = None,
    private: bool = False,
    format: Optional[str] = None,
) -> None:
    """Declares an empty streaming table for flows to add to. After Databricks' function of the same name."""
    location = caller()
    arguments = _stored(
        comment, spark_conf, table_properties, path, partition_cols, cluster_by_auto, cluster_by, schema, row_filter
    )
    arguments["private"] = private
    _delta(format)
    expectations = (
        group(expect_all or {}, Action.WARN, location)
        + group(expect_all_or_drop or {}, Action.DROP, location)
        + group(expect_all_or_fail or {}, Action.FAIL, location)
    )
    dataset = Dataset(
        DatasetKind.STREAMING_TABLE, checks.text("name", name), location, expectations=expectations, **arguments
    )
    active().datasets.append(dataset)


def _stored(
    comment: Any,
    spark_conf: Any,
    table_properties: Any,
    path: Any,
    partition_cols: Any,
    cluster_by_auto: Any,
    cluster_by: Any,
    schema: Any,
    row_filter: Any,
) -> Dict[str, Any]:
    if schema is not None and not isinstance(schema, str) and not hasattr(schema, "jsonValue"):
        raise TypeError(f"schema must be DDL text or a StructType, not {type(schema).__name__}")
    return {
        "comment": checks.optional_text("comment", comment),
        "spark_conf": checks.settings("spark_conf", spark_conf),
        "table_properties": checks.settings("table_properties", table_properties),
        "path": checks.optional_text("path", path),
        "partition_cols": checks.texts("partition_cols", partition_cols),
        "cluster_by_auto": bool(cluster_by_auto),
        "cluster_by": checks.texts("cluster_by", cluster_by),
        "schema": schema,
        "row_filter": checks.optional_text("row_filter", row_filter),
    }


def _delta(format_name: Optional[str]) -> None:
    if format_name is not None and format_name.lower() != "delta":
        raise ValueError(f"format={format_name!r}: all tables are Delta tables; leave format out")


def _decorator(
    decorator: str,
    kind: DatasetKind,
    query_function: Optional[Decorated],
    name: Optional[str],
    arguments: Dict[str, Any],
    replacing: Dict[str, Any],
) -> Decorated:
    location = caller()
    checks.optional_text("name", name)

    def declare(function: Decorated) -> Decorated:
        if not callable(function):
            raise RuntimeError(
                f"first positional argument passed to @{decorator} must be callable; give the name as name="
            )
        return _register(kind, function, name, location, arguments, replacing)

    return declare if query_function is None else declare(query_function)


def _register(
    kind: DatasetKind,
    function: Decorated,
    name: Union[str, None],
    location: Location,
    arguments: Dict[str, Any],
    replacing: Dict[str, Any],
) -> Decorated:
    full_name = name or name_of(function)
    dataset = Dataset(kind, full_name, location, expectations=pending_of(function), **arguments)
    given = {key: value for key, value in replacing.items() if value is not None}
    flow = Flow(
        "query", full_name, full_name, location, function, spark_conf=dataset.spark_conf, own=kind, arguments=given
    )
    dataset.flow = flow
    active().datasets.append(dataset)
    active().flows.append(flow)
    return wrap(function, dataset, [])
