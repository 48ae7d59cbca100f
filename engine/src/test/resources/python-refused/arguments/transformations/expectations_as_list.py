import dlt


@dlt.expect_all_or_drop(["id > 0"])  # ! PYTHON_DEFINITION_FAILED: expectations must be a dictionary of names and constraints, not list
@dlt.table
def rows():
    return spark.range(1)
