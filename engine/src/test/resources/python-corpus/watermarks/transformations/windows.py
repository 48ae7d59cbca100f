from pyspark import pipelines as dp
from pyspark.sql.functions import count, session_window, window


def readings():
    return spark.readStream.schema("device STRING, at TIMESTAMP, id INT").json("data/readings")


@dp.table(comment="each reading once")
def distinct_readings():
    return readings().withWatermark("at", "10 minutes").dropDuplicates(["id", "at"])


@dp.table
def distinct_within_watermark():
    return readings().withWatermark("at", "10 minutes").dropDuplicatesWithinWatermark(["id"])


@dp.table
def per_ten_minutes():
    return (
        readings()
        .withWatermark("at", "10 minutes")
        .groupBy(window("at", "10 minutes"), "device")
        .agg(count("*").alias("n"))
        .select("device", "window.start", "n")
    )


@dp.table
def sessions():
    return (
        readings()
        .withWatermark("at", "1 minute")
        .groupBy("device", session_window("at", "5 minutes"))
        .count()
        .select("device", "session_window.end", "count")
    )
