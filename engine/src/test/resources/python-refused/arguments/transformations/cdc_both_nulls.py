import dlt

dlt.apply_changes(  # ! PYTHON_DEFINITION_FAILED: ignore_null_updates_column_list and ignore_null_updates_except_column_list
    "target",
    "source",
    ["id"],
    "at",
    ignore_null_updates_column_list=["a"],
    ignore_null_updates_except_column_list=["b"],
)
