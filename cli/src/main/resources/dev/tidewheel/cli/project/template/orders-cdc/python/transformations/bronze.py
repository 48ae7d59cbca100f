"""The feed as it comes. Put a source of your own here: kafka, cloudFiles."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table(comment="Changes of orders as the shop sent them")
def order_changes_bronze():
    return (
        spark.readStream.format("generator")
        .option("kind", "orders")
        .option("rowsPerSecond", spark.conf.get("rows_per_second"))
        .option("initialRows", 2000)
        .load()
        .withColumn("received_at", F.current_timestamp())
    )
