import dlt

dlt.apply_changes(  # ! PYTHON_DEFINITION_FAILED: track_history_column_list and track_history_except_column_list
    "target", "source", ["id"], "at", track_history_column_list=["a"], track_history_except_column_list=["b"]
)
