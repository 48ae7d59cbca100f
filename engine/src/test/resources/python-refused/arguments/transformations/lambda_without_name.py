import dlt

dlt.table(lambda: spark.range(1))  # ! PYTHON_DEFINITION_FAILED: a function without a name needs name=
