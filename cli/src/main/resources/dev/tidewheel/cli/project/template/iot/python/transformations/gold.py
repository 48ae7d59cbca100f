"""What the devices are like now, and how warm it was."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def device_status():
    """The last that is known of each device."""
    last = [F.max_by(name, "event_time").alias(name) for name in ("temperature", "battery", "status")]
    return spark.read.table("readings").groupBy("device_id").agg(F.max("event_time").alias("last_seen"), *last)


@dp.table
def temperature_by_minute():
    """A minute is written once, when no reading of it can come any more: ten minutes later."""
    return (
        spark.readStream.table("readings")
        .withWatermark("event_time", "10 minutes")
        .groupBy(F.window("event_time", "1 minute"))
        .agg(
            F.count("*").alias("readings"),
            F.round(F.avg("temperature"), 2).alias("average"),
            F.max("temperature").alias("highest"),
        )
        .select(F.col("window.start").alias("minute"), "readings", "average", "highest")
    )
