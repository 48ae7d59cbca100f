from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def open_items():
    return (
        spark.read.table("invoices")
        .where("NOT paid")
        .groupBy("customer")
        .agg(F.count("*").alias("invoices"), F.sum("net").alias("open"))
    )
