import dlt


@dlt.table  # ! PYTHON_DEFINITION_INVALID: returns nothing
def nothing():
    spark.range(1)


@dlt.table  # ! PYTHON_DEFINITION_INVALID: returns DataFrame, which is no DataFrame of Spark
def of_pandas():
    return spark.range(1).toPandas()


@dlt.table  # ! PYTHON_DEFINITION_INVALID: give the values of the column
def pivoted():
    return spark.range(3).groupBy().pivot("id").count()


@dlt.table  # ! PYTHON_DEFINITION_INVALID: uses `crosstab`
def crossed():
    return spark.range(3).crosstab("id", "id")


@dlt.table
def raises():
    return helper(0)


def helper(number):
    return spark.range(1 // number)  # ! PYTHON_DEFINITION_FAILED: ZeroDivisionError


@dlt.table
def missing():
    import not_installed_here  # ! PYTHON_DEFINITION_FAILED: No module named 'not_installed_here'

    return spark.range(1)


@dlt.table
def remembers():
    return spark.sparkContext.parallelize([1])  # ! PYTHON_DEFINITION_FAILED: sparkContext


@dlt.table
def changes_something():
    spark.sql("DROP TABLE orders")  # ! PYTHON_DEFINITION_FAILED: DROP changes something
    return spark.range(1)
