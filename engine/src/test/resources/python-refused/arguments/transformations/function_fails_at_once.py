from pyspark.sql.functions import udf


@udf("int")
def broken(number):
    return 1 // number  # ! PYTHON_DEFINITION_FAILED: ZeroDivisionError: integer division or modulo by zero ... called from transformations/function_fails_at_once.py:9


rows = spark.range(1).select(broken("id")).collect()
