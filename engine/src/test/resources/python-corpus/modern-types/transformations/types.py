import pyspark.pandas as ps
from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def variants():
    rows = spark.createDataFrame([('{"a": {"b": [1, 2]}, "c": "x"}',)], ["text"])
    value = rows.select(F.parse_json("text").alias("v"))
    return value.select(
        F.variant_get("v", "$.a.b[1]", "int").alias("b"),
        F.try_variant_get("v", "$.c", "int").alias("c"),
        F.schema_of_variant("v").alias("kind"),
    )


@dp.materialized_view
def by_pandas_api():
    frame = spark.createDataFrame([("a", 1), ("b", 2), ("a", 3)], ["k", "n"]).pandas_api()
    summed = frame.groupby("k").sum().reset_index()
    return summed.to_spark()


@dp.materialized_view
def nested():
    rows = spark.createDataFrame([(1, {"x": 1, "y": 2})], "id INT, m MAP<STRING, INT>")
    return rows.select(
        F.map_filter("m", lambda key, value: value > 1).alias("large"),
        F.aggregate(F.map_values("m"), F.lit(0), lambda a, b: a + b).alias("total"),
        F.struct(F.col("id").alias("i"), F.lit(None).cast("string").alias("nothing")).alias("s"),
        F.try_divide(F.col("id"), F.lit(0)).alias("by_zero"),
        F.to_timestamp_ntz(F.lit("2026-01-01 10:00:00")).alias("local"),
    ).withColumn("s", F.col("s").withField("j", F.lit(2)))
