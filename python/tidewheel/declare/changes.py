"""Functions that declare how change data is applied to a table."""

from typing import Any, Dict, List, Optional, Union

from tidewheel.declare import checks
from tidewheel.declare.elements import Flow, Unsupported
from tidewheel.declare.location import caller
from tidewheel.declare.registry import active

_SCD_TYPES = {"1": "TYPE_1", "2": "TYPE_2", "bitemporal": "BITEMPORAL"}


def create_auto_cdc_flow(
    target: str,
    source: str,
    keys: Any,
    sequence_by: Any,
    where: Any = None,
    ignore_null_updates: bool = False,
    apply_as_deletes: Any = None,
    apply_as_truncates: Any = None,
    column_list: Any = None,
    except_column_list: Any = None,
    stored_as_scd_type: Union[int, str] = "1",
    track_history_column_list: Any = None,
    track_history_except_column_list: Any = None,
    flow_name: Optional[str] = None,
    once: bool = False,
    ignore_null_updates_column_list: Any = None,
    ignore_null_updates_except_column_list: Any = None,
    columns_to_update: Any = None,
    system_sequence_by: Any = None,
    name: Optional[str] = None,
) -> None:
    """Applies change events to a table. After Databricks' function of the same name, formerly ``apply_changes``."""
    location = caller()
    checks.text("target", target)
    checks.text("source", source)
    if not keys:
        raise ValueError("keys must name at least one column")
    checks.only_one("column_list", column_list, "except_column_list", except_column_list)
    checks.only_one(
        "track_history_column_list",
        track_history_column_list,
        "track_history_except_column_list",
        track_history_except_column_list,
    )
    checks.only_one(
        "ignore_null_updates_column_list",
        ignore_null_updates_column_list,
        "ignore_null_updates_except_column_list",
        ignore_null_updates_except_column_list,
    )
    if where is not None:
        active().unsupported.append(Unsupported("`where` of AUTO CDC", "filter the source in a view", location))
    arguments: Dict[str, Any] = {
        "keys": checks.columns("keys", keys),
        "sequence_by": sequence_by,
        "system_sequence_by": system_sequence_by,
        "ignore_null_updates": _null_updates(
            ignore_null_updates, ignore_null_updates_column_list, ignore_null_updates_except_column_list
        ),
        "delete_when": apply_as_deletes,
        "truncate_when": apply_as_truncates,
        "columns": _selection(column_list, except_column_list),
        "stored_as": _scd_type(stored_as_scd_type),
        "track_history_on": _selection(track_history_column_list, track_history_except_column_list),
        "columns_to_update": columns_to_update,
    }
    flow = Flow(
        "auto_cdc",
        name or flow_name or target,
        target,
        location,
        source=source,
        once=bool(once),
        arguments=arguments,
    )
    active().flows.append(flow)


apply_changes = create_auto_cdc_flow


def create_auto_cdc_from_snapshot_flow(
    target: str,
    source: Any = None,
    keys: Optional[List[Any]] = None,
    stored_as_scd_type: Union[int, str] = "1",
    track_history_column_list: Any = None,
    track_history_except_column_list: Any = None,
    once: bool = False,
    snapshot_and_version: Any = None,
    name: Optional[str] = None,
) -> None:
    """Applies the differences between snapshots to a table. Understood, but not run yet."""
    location = caller()
    checks.text("target", target)
    given = snapshot_and_version if source is None else source
    if not isinstance(given, str) and not callable(given):
        raise TypeError("source must be the name of a dataset or a function that gives snapshots")
    if not keys:
        raise ValueError("keys must name at least one column")
    _scd_type(stored_as_scd_type)
    checks.only_one(
        "track_history_column_list",
        track_history_column_list,
        "track_history_except_column_list",
        track_history_except_column_list,
    )
    what = "create_auto_cdc_from_snapshot_flow"
    active().unsupported.append(Unsupported(what, "make the table a materialized view of the snapshot", location))


apply_changes_from_snapshot = create_auto_cdc_from_snapshot_flow


def _scd_type(value: Union[int, str]) -> str:
    found = _SCD_TYPES.get(str(value).lower())
    if found is None:
        raise ValueError(f"stored_as_scd_type must be 1, 2 or 'bitemporal', not {value!r}")
    return found


def _selection(included: Any, excluded: Any) -> Optional[Dict[str, Any]]:
    if included is not None:
        return {"except": False, "columns": checks.columns("column list", included)}
    if excluded is not None:
        return {"except": True, "columns": checks.columns("column list", excluded)}
    return None


def _null_updates(all_columns: bool, included: Any, excluded: Any) -> Optional[Dict[str, Any]]:
    chosen = _selection(included, excluded)
    if chosen is not None:
        return chosen
    return {"except": True, "columns": []} if all_columns else None
