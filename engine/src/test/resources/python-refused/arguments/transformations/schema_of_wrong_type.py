import dlt


@dlt.table(schema={"id": "int"})  # ! PYTHON_DEFINITION_FAILED: schema must be DDL text or a StructType, not dict
def rows():
    return spark.range(1)
