import dlt


@dlt.expect("always", True)  # ! PYTHON_DEFINITION_FAILED: the constraint of 'always' must be a text
@dlt.table
def rows():
    return spark.range(1)
