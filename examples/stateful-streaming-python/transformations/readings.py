from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


@dp.table
def readings():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.schemaHints", "at TIMESTAMP, load INT")
        .load(f"{DATA}/readings")
        .select("machine", "at", "load")
    )


# A window is written once, when no more rows can belong to it: when rows 10 minutes younger than its end have been seen.
# What comes later still is too late. The open windows are state, kept between updates.
@dp.table
def load_by_machine():
    return (
        spark.readStream.table("readings")
        .withWatermark("at", "10 minutes")
        .groupBy("machine", F.window("at", "10 minutes"))
        .agg(F.count("*").alias("readings"), F.round(F.avg("load"), 1).alias("avg_load"))
        .select(
            "machine",
            F.col("window.start").alias("from"),
            F.col("window.end").alias("until"),
            "readings",
            "avg_load",
        )
    )
