from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


# Partitioned by a column that the table computes by itself. A generated column needs the schema as DDL.
@dp.table(
    comment="Visits to our shops",
    schema="""
        visitor STRING NOT NULL COMMENT 'who came',
        shop STRING,
        at TIMESTAMP,
        seconds INT,
        day DATE GENERATED ALWAYS AS (CAST(at AS DATE)) COMMENT 'computed, never given'
    """,
    partition_cols=["day"],
    table_properties={"quality": "silver", "delta.logRetentionDuration": "interval 90 days"},
)
def visits():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.schemaHints", "at TIMESTAMP, seconds INT")
        .load(f"{DATA}/visits")
        .select("visitor", "shop", "at", "seconds")
    )


# Clustered: rows of a visitor lie close together, without folders and without choosing their number beforehand.
@dp.table(cluster_by=["visitor"])
def visits_by_visitor():
    return spark.readStream.table("visits").drop("day")


@dp.materialized_view(cluster_by_auto=True, comment="One row for each visitor")
def visitors():
    return (
        spark.read.table("visits")
        .groupBy("visitor")
        .agg(F.count("*").alias("visits"), F.sum("seconds").alias("seconds"), F.max("day").alias("last_day"))
    )
