from datetime import date

from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


@dp.materialized_view
def sales():
    return spark.read.json(f"{DATA}/sales.json").select(
        F.col("sold_on").cast("date").alias("sold_on"), "country", "product", "pieces"
    )


# Not stored, seen by this pipeline only. Its expectations count in each table that reads it.
@dp.temporary_view
@dp.expect_or_drop("some_pieces", "pieces > 1")
def selected_sales():
    since = date.fromisoformat(spark.conf.get("since"))
    return spark.read.table("sales").where(
        (F.col("sold_on") >= since) & F.col("country").like(spark.conf.get("country"))
    )


@dp.materialized_view
def top_products():
    return (
        spark.read.table("selected_sales")
        .groupBy("product")
        .agg(F.sum("pieces").alias("pieces"))
        .orderBy(F.desc("pieces"), "product")
        .limit(int(spark.conf.get("reports.top")))
    )


@dp.materialized_view
def countries():
    return spark.read.table("selected_sales").groupBy("country").agg(F.sum("pieces").alias("pieces"))
