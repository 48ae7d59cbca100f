from pyspark import pipelines as dp

dp.create_streaming_table("of_snapshots")
dp.create_auto_cdc_from_snapshot_flow(  # ! FEATURE_NOT_SUPPORTED: create_auto_cdc_from_snapshot_flow
    target="of_snapshots",
    source="snapshots",
    keys=["id"],
    stored_as_scd_type=2,
    track_history_column_list=["name"],
    once=True,
    name="snapshots_of_today",
)


def next_snapshot(latest):
    return None if latest else (spark.range(1), 1)


dp.apply_changes_from_snapshot(  # ! FEATURE_NOT_SUPPORTED: materialized view of the snapshot
    target="of_snapshots", snapshot_and_version=next_snapshot, keys=["id"], track_history_except_column_list=["x"]
)
