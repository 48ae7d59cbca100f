from pyspark import pipelines as dp


@dp.materialized_view(name="first")
def query():
    return spark.range(1)


@dp.materialized_view(name="second")
def query():
    return spark.range(2)


@dp.materialized_view(name="`third one`")
def query():
    return spark.read.table("second").union(spark.read.table("first"))


dp.materialized_view(lambda: spark.sql("SELECT max(id) AS top FROM `third one`"), name="fourth")
