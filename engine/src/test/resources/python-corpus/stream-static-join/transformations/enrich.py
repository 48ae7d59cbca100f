import dlt
from pyspark.sql.functions import broadcast, col


@dlt.view
def countries():
    return spark.read.option("header", "true").csv("data/countries.csv")


@dlt.table
def orders():
    return spark.readStream.schema("id INT, code STRING").json("data/orders")


@dlt.table
def enriched():
    orders = dlt.read_stream("orders").alias("o")
    countries = dlt.read("countries").alias("c")
    return orders.join(broadcast(countries), col("o.code") == col("c.code"), "left").select("o.id", "c.name")
