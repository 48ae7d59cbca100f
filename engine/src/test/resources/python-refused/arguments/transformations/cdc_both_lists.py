import dlt

dlt.apply_changes(  # ! PYTHON_DEFINITION_FAILED: column_list and except_column_list cannot be given together
    target="target", source="source", keys=["id"], sequence_by="at", column_list=["a"], except_column_list=["b"]
)
