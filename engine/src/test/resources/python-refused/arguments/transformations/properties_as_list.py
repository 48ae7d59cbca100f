import dlt

dlt.create_streaming_table("t", table_properties=["a"])  # ! PYTHON_DEFINITION_FAILED: table_properties must be a dictionary
