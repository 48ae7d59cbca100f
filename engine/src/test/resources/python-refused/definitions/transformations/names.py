import dlt


@dlt.table(name="a.b.c.d")  # ! PYTHON_DEFINITION_INVALID: `a.b.c.d` is not a name
def too_long():
    return spark.range(1)


@dlt.table(name="with space")  # ! PYTHON_DEFINITION_INVALID: `with space` is not a name
def with_space():
    return spark.range(1)
