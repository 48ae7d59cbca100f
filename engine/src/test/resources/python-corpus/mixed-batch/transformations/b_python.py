import dlt
from pyspark.sql import functions as F


@dlt.table
@dlt.expect_or_drop("has price", "price IS NOT NULL")
def discounted():
    return dlt.read("products").withColumn("price", F.round(F.col("price") * 0.9, 2))


@dlt.view
def cheap_names():
    return dlt.read("cheap_products").select("name")


@dlt.table
def from_view_of_sql():
    return spark.table("view_over_python").join(spark.table("LIVE.cheap_names"), "name")
