import dlt
from pyspark.sql.functions import col, expr, struct

dlt.create_streaming_table("changed")
dlt.apply_changes(
    target="changed",
    source="stream_of_files",
    keys=[col("id"), "at"],
    sequence_by=struct("at", "id"),
    ignore_null_updates=True,
    apply_as_deletes=expr("id < 0"),
    apply_as_truncates="id = 0",
    column_list=["id", "at"],
    stored_as_scd_type="2",
    track_history_column_list=["id"],
    flow_name="changes_of_today",  # ! FEATURE_NOT_SUPPORTED: AUTO CDC
    once=False,
)
dlt.create_streaming_table("changed_too")
dlt.create_auto_cdc_flow(
    target="changed_too",
    source="stream_of_files",
    keys="id",
    sequence_by=col("at"),
    except_column_list=["at"],
    track_history_except_column_list=["id"],
    ignore_null_updates_column_list=["id"],
    stored_as_scd_type=1,
    name="other_changes",  # ! FEATURE_NOT_SUPPORTED: AUTO CDC
    once=True,
)
dlt.create_streaming_table("changed_three")
dlt.create_auto_cdc_flow(
    target="changed_three",  # ! FEATURE_NOT_SUPPORTED: AUTO CDC
    source="stream_of_files",
    keys=["id"],
    sequence_by="at",
    system_sequence_by="at",
    ignore_null_updates_except_column_list=["id"],
    columns_to_update="changed_columns",
    stored_as_scd_type="bitemporal",
)
