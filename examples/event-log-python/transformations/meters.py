from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


@dp.table
@dp.expect_or_drop("measured", "kwh IS NOT NULL")
@dp.expect("not_negative", "kwh >= 0")
def readings():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .option("cloudFiles.schemaHints", "at TIMESTAMP")
        .load(f"{DATA}/meters")
        .select("meter", "at", "kwh")
    )


@dp.materialized_view
def consumption():
    return (
        spark.read.table("readings")
        .where("kwh >= 0")
        .groupBy("meter")
        .agg(F.round(F.sum("kwh"), 2).alias("kwh"))
    )
