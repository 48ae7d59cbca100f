from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.temporary_view(name="sensor_typed", comment="Only what the next step needs")
@dp.expect_or_drop("plausible", "reading BETWEEN -50 AND 60")
def typed():
    return spark.readStream.table("sensor_bronze").select("sensor_id", "reading", "read_at")


@dp.table
def sensor_silver():
    return spark.readStream.table("sensor_typed").withColumn("fahrenheit", F.col("reading") * 9 / 5 + 32)
