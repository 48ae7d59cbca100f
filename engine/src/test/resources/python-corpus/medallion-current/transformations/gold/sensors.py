from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view(comment="Extremes of each day")
def sensor_gold():
    return (
        spark.read.table("sensor_silver")
        .groupBy("sensor_id", F.to_date("read_at").alias("day"))
        .agg(F.max("fahrenheit").alias("warmest"), F.min("fahrenheit").alias("coldest"))
    )
