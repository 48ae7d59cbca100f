"""Bronze: what arrived, as it arrived. A streaming table takes each file once: on the next run only new ones are read."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")

FLIGHT_COLUMNS = """
    year INT, month INT, day INT, dep_time INT, sched_dep_time INT, dep_delay INT, arr_time INT,
    sched_arr_time INT, arr_delay INT, carrier STRING, flight INT, tailnum STRING, origin STRING, dest STRING,
    air_time INT, distance INT, hour INT, minute INT, time_hour TIMESTAMP
"""


@dp.table(comment="Departures from New York as reported, one CSV file per day")
def raw_flights():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "csv")
        .option("header", True)
        .option("nullValue", "NA")
        .schema(FLIGHT_COLUMNS)
        .load(f"{DATA}/flights")
        .select("*", F.col("_metadata.file_name").alias("source_file"))
    )


@dp.table(comment="Hourly weather at the three airports, JSON")
def raw_weather():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .option("cloudFiles.schemaHints", "time_hour TIMESTAMP, precip DOUBLE, visib DOUBLE")
        .load(f"{DATA}/weather")
    )


@dp.materialized_view(comment="Names of the airlines")
def airlines():
    return spark.read.option("header", True).csv(f"{DATA}/airlines.csv").select("carrier", "name")
