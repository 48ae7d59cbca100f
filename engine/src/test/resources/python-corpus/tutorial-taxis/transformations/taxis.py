# Databricks notebook source
# MAGIC %md
# MAGIC # Taxi rides: from raw files to a report

# COMMAND ----------

import dlt
from pyspark.sql.functions import avg, col, count, date_trunc, desc, expr, hour, max as max_, round as round_, when

# COMMAND ----------

# MAGIC %md ## Ingest

# COMMAND ----------

json_path = "/databricks-datasets/taxi/rides/"


@dlt.table(comment="Raw rides, loaded from /databricks-datasets.")
def rides_raw():
    return spark.read.format("json").load(json_path)


# COMMAND ----------

# MAGIC %md ## Clean

# COMMAND ----------


@dlt.table(comment="Rides that can be used for analysis.")
@dlt.expect("valid_zone", "zone IS NOT NULL")
@dlt.expect_or_drop("valid_distance", "km > 0")
@dlt.expect_or_fail("valid_fare", "fare >= 0")
def rides_prepared():
    return (
        dlt.read("rides_raw")
        .withColumn("km", expr("CAST(distance_m AS DOUBLE) / 1000"))
        .withColumnRenamed("fare_amount", "fare")
        .withColumn("started", col("pickup").cast("timestamp"))
        .select("zone", "started", "km", "fare")
        .fillna({"fare": 0})
    )


# COMMAND ----------


@dlt.table(comment="The zones with the most rides.")
def top_zones():
    return (
        dlt.read("rides_prepared")
        .filter(expr("hour(started) BETWEEN 6 AND 22"))
        .groupBy("zone")
        .agg(count("*").alias("rides"), round_(avg("fare"), 2).alias("fare"), max_("km").alias("longest"))
        .withColumn("kind", when(col("rides") > 1, "busy").otherwise("quiet"))
        .sort(desc("rides"), "zone")
        .limit(2)
    )
