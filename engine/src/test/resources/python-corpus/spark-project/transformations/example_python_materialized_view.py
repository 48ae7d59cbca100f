from pyspark import pipelines as dp
from pyspark.sql import DataFrame, SparkSession

spark = SparkSession.active()


@dp.materialized_view
def example_python_materialized_view() -> DataFrame:
    return spark.range(10)


@dp.temporary_view()
def evens():
    return spark.read.table("example_python_materialized_view").filter("id % 2 = 0")


dp.create_streaming_table("collected", table_properties={"a": "b"}, comment="by flows", schema="value BIGINT")


@dp.append_flow(target="collected")
def first_source() -> DataFrame:
    return spark.readStream.table("streamed")


@dp.table(name="streamed", spark_conf={"spark.sql.ansi.enabled": "true"}, format="delta")
def streamed() -> DataFrame:
    return spark.readStream.format("json").schema("value BIGINT").load("data/values")
