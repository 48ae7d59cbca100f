"""What people ask for. A materialized view is recomputed when something that it reads has changed."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def customer_totals():
    return (
        spark.read.table("orders")
        .join(spark.read.table("customers"), "customer_id")
        .groupBy("name", "country")
        .agg(F.count("*").alias("orders"), F.sum("amount").alias("total"))
    )


@dp.materialized_view
def daily_revenue():
    return (
        spark.read.table("orders")
        .groupBy(F.to_date("ordered_at").alias("day"))
        .agg(F.count("*").alias("orders"), F.sum("amount").alias("revenue"))
    )
