"""What people ask for. A materialized view is recomputed when something that it reads has changed."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def revenue_by_product():
    return (
        spark.read.table("orders")
        .groupBy("product")
        .agg(F.count("*").alias("orders"), F.sum("quantity").alias("pieces"), F.sum("amount").alias("revenue"))
    )


@dp.materialized_view
def corrected_orders():
    """Orders that were changed or taken back, and by how much."""
    return (
        spark.read.table("order_changes")
        .groupBy("order_id")
        .agg(
            (F.count("*") - 1).alias("changes"),
            F.min_by("amount", "sequence").alias("first_amount"),
            F.max_by("amount", "sequence").alias("last_amount"),
            (F.max_by("operation", "sequence") == "DELETE").alias("taken_back"),
        )
        .where("changes > 0")
    )
