import dlt


@dlt.table(format="parquet")  # ! PYTHON_DEFINITION_FAILED: all tables are Delta tables
def rows():
    return spark.range(1)
