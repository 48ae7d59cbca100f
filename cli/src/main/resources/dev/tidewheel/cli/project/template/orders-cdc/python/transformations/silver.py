"""Changes that keep the rules, and what the orders are after them."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table
@dp.expect_or_drop("has_key", "order_id IS NOT NULL")
@dp.expect_or_drop("operation_is_known", "operation IN ('INSERT', 'UPDATE', 'DELETE')")
@dp.expect("comes_in_time", "received_at < updated_at + INTERVAL 30 MINUTES")
def order_changes():
    amount = (F.col("quantity") * F.col("unit_price")).cast("decimal(12, 2)")
    return spark.readStream.table("order_changes_bronze").withColumn("amount", amount)


@dp.materialized_view
def orders():
    """Each order as it is now: its last change counts, and an order that was taken back is gone."""
    return (
        spark.read.table("order_changes")
        .groupBy("order_id")
        .agg(F.max_by(F.struct("*"), "sequence").alias("last"))
        .where("last.operation <> 'DELETE'")
        .select("order_id", "last.customer_id", "last.product", "last.quantity", "last.amount", "last.updated_at")
    )
