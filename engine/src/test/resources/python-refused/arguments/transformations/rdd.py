numbers = spark.range(3).rdd.map(lambda row: row.id)  # ! PYTHON_DEFINITION_FAILED: rdd
