"""Clicks as they come. Put a source of your own here: kafka, cloudFiles."""

from pyspark import pipelines as dp


@dp.table(comment="Clicks as the shop's pages sent them")
def clicks_bronze():
    return (
        spark.readStream.format("generator")
        .option("kind", "clickstream")
        .option("rowsPerSecond", spark.conf.get("rows_per_second"))
        .option("initialRows", 2000)
        .load()
    )
