from pyspark import pipelines as dp
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

spark = SparkSession.active()


@dp.temporary_view
def long_trips() -> DataFrame:
    return spark.table("trips").where("minutes >= 20")


@dp.materialized_view
def zones() -> DataFrame:
    return (
        spark.table("trips")
        .groupBy("zone")
        .agg(F.count("*").alias("trips"), F.round(F.avg("fare"), 2).alias("avg_fare"))
    )


@dp.materialized_view
def long_trips_by_zone() -> DataFrame:
    return (
        spark.table("long_trips")
        .groupBy("zone")
        .agg(F.count("*").alias("long_trips"), F.max("minutes").alias("longest"))
    )
