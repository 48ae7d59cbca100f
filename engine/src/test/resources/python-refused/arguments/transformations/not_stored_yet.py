rows = spark.read.table("orders_of_tomorrow").collect()  # ! PYTHON_DEFINITION_FAILED: orders_of_tomorrow
