from pyspark.sql.functions import no_such_function  # ! PYTHON_DEFINITION_FAILED: cannot import name 'no_such_function'
