numbers = sc.parallelize([1, 2])  # ! PYTHON_DEFINITION_FAILED: there is no `sc` in a pipeline, as Spark is another process: use spark.range or spark.createDataFrame
