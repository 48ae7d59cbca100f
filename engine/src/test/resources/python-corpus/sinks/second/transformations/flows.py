"""What has left is looked at."""

from pyspark import pipelines as dp


@dp.materialized_view
def archived():
    return spark.read.format("delta").load("out/archive")


@dp.materialized_view
def lines():
    return spark.read.schema("id INT").json("out/lines")


@dp.materialized_view
def merged_rows():
    return spark.read.format("delta").load("out/merged")


@dp.materialized_view
def counted():
    return spark.read.format("delta").load("out/counts")
