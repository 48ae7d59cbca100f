import dlt

dlt.create_streaming_table("pruned")
dlt.apply_changes(target="pruned", source="source", keys=["id"], sequence_by="at", where="day > '2026-01-01'")  # ! FEATURE_NOT_SUPPORTED: filter the source in a view
