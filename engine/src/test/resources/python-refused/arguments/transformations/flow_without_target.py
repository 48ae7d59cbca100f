import dlt


@dlt.append_flow(name="x")  # ! PYTHON_DEFINITION_FAILED: target must be a text
def rows():
    return spark.range(1)
