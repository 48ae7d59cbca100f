"""Files as they are. A streaming table reads each file once: put another one into data/orders and run again."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table(comment="Orders as the shop sent them")
def orders_bronze():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .load("data/orders")
        .select("*", F.col("_metadata.file_name").alias("source_file"))
    )


@dp.materialized_view
def customers():
    rows = spark.read.option("header", True).csv("data/customers")
    return rows.select(F.col("customer_id").cast("bigint"), "name", "country")
