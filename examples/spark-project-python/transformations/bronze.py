from pyspark import pipelines as dp
from pyspark.sql import DataFrame, SparkSession

spark = SparkSession.active()

dp.create_streaming_table("trips")


@dp.append_flow(target="trips", name="trips_from_files")
def trips_from_files() -> DataFrame:
    return (
        spark.readStream.format("json")
        .schema("trip BIGINT, zone STRING, minutes BIGINT, fare DOUBLE")
        .load(spark.conf.get("trips.folder"))
    )
