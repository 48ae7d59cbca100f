from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def from_kafka():
    return spark.readStream.format("kafka").option("subscribe", "topic").load()  # ! QUERY_INVALID: there is no data source `kafka` ... spark.dataSource.register


@dp.materialized_view
def as_it_was():
    return spark.read.option("versionAsOf", 0).table("numbers")  # ! FEATURE_NOT_SUPPORTED: as it was at another time


@dp.materialized_view
def wrong_column():
    rows = spark.read.table("numbers")
    return rows.select(
        F.col("id"),
        F.upper(F.col("nmae")),  # ! QUERY_INVALID: there is no column `nmae`
    )


@dp.materialized_view
def wrong_text():
    return spark.read.table("numbers").selectExpr("id", "id + nmae AS x")  # ! QUERY_INVALID: there is no column `nmae`


@dp.materialized_view
def wrong_sql():
    return spark.sql(
        """
        SELECT id
        FROM numbers
        WHERE idd > 1  -- # ! QUERY_INVALID: there is no column `idd`
        """
    )


@dp.materialized_view
def wrong_syntax():
    return spark.sql("SELEC id FROM numbers")  # ! SQL_SYNTAX: SELEC
