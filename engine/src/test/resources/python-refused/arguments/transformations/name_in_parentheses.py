import dlt


@dlt.table("orders")  # ! PYTHON_DEFINITION_FAILED: first positional argument passed to @table must be callable
def orders():
    return spark.range(1)
