from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table(replace_where=F.col("day") >= F.lit("2026-01-02").cast("date"), comment="the last days are computed anew")
def daily():
    return (
        spark.read.schema("day DATE, amount INT").json("data/amounts")
        .where("day >= DATE'2026-01-02'")
        .groupBy("day")
        .agg(F.sum("amount").alias("amount"))
    )


@dp.table(replace_where="shop = 'b'", schema="shop STRING, n INT")
def of_shop():
    return spark.read.schema("shop STRING, n INT").json("data/shops").where("shop = 'b'")
