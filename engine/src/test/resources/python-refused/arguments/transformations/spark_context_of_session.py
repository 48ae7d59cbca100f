spark.sparkContext.setLogLevel("WARN")  # ! PYTHON_DEFINITION_FAILED: sparkContext
