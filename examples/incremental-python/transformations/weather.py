from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


@dp.table(comment="Takes each file once")
def weather():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .option("cloudFiles.schemaHints", "hour TIMESTAMP, rain DOUBLE")
        .load(f"{DATA}/weather")
        .select("airport", "hour", "temperature", "rain", F.col("_metadata.file_name").alias("file"))
    )


@dp.materialized_view
def airports():
    return spark.read.csv(f"{DATA}/airports.csv", header=True, inferSchema=True)


@dp.materialized_view
def rainy_days():
    """Reads both: computed again when either has changed."""
    readings = spark.read.table("weather")
    places = spark.read.table("airports")
    return (
        readings.join(places, readings.airport == places.code)
        .groupBy(F.to_date("hour").alias("day"), "city")
        .agg(F.sum("rain").alias("rain"))
        .where("rain > 0")
        .withColumn("rain", F.round("rain", 2))
        .orderBy("day", "city")
    )


@dp.materialized_view
def cities():
    """Reads airports only: new weather does not concern it."""
    return spark.read.table("airports").groupBy("city").agg(F.count("*").alias("airports"))
