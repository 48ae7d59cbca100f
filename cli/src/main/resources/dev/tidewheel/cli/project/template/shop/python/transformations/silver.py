"""Typed and checked. Rows that break a rule with `or_drop` are left out and counted; the others are only counted."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F

MINIMUM = spark.conf.get("minimum_amount")


@dp.table
@dp.expect_or_drop("has_customer", "customer_id IS NOT NULL")
@dp.expect_or_drop("amount_is_plausible", f"amount > {MINIMUM}")
@dp.expect("has_channel", "channel IS NOT NULL")
def orders():
    return spark.readStream.table("orders_bronze").select(
        F.col("order_id").cast("bigint"),
        F.col("customer_id").cast("bigint"),
        F.col("ordered_at").cast("timestamp"),
        F.col("amount").try_cast("decimal(12, 2)").alias("amount"),
        "channel",
    )
