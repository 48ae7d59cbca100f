"""Rows that break a rule with `or_drop` are left out and counted; the others are only counted."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F

RULES = {
    "has_temperature": "temperature IS NOT NULL",
    "temperature_is_plausible": "temperature BETWEEN -40 AND 85",
}


@dp.table
@dp.expect_all_or_drop(RULES)
@dp.expect("battery_is_charged", "battery >= 25")
def readings():
    return spark.readStream.table("readings_bronze")


@dp.table
def quarantine():
    """What was left out above, and why."""
    problem = F.when(F.col("temperature").isNull(), "no temperature").otherwise("wild temperature")
    return (
        spark.readStream.table("readings_bronze")
        .where("temperature IS NULL OR temperature NOT BETWEEN -40 AND 85")
        .withColumn("problem", problem)
    )
