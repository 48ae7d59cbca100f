import dlt


@dlt.streaming_table  # ! PYTHON_DEFINITION_FAILED: has no attribute 'streaming_table'
def rows():
    return spark.range(1)
