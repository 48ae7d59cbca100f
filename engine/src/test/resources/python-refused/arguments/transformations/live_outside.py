rows = spark.read.table("LIVE.orders").collect()  # ! PYTHON_DEFINITION_FAILED: is read outside of a query function
