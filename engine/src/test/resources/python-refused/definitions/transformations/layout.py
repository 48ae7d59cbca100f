from pyspark import pipelines as dp


@dp.materialized_view(partition_cols=["a"], cluster_by=["b"])  # ! PYTHON_DEFINITION_INVALID: both partitioned and clustered
def both():
    return spark.range(1).selectExpr("id AS a", "id AS b")


@dp.materialized_view(refresh_policy="sometimes")  # ! PYTHON_DEFINITION_INVALID: there is no refresh policy `sometimes`
def policy():
    return spark.range(1)


@dp.materialized_view(schema="id INTT, x")  # ! SQL_SYNTAX: Syntax error
def bad_schema():
    return spark.range(1)
