# Databricks notebook source
import dlt

# COMMAND ----------

@dlt.table(name="clicks_raw")
def clicks_raw():
    return spark.readStream.schema("user STRING, page STRING, ms BIGINT").json("data/clicks")

# COMMAND ----------

@dlt.view
def clicks_view():
    return spark.sql("SELECT user, page, ms FROM STREAM(LIVE.clicks_raw) WHERE ms IS NOT NULL")

# COMMAND ----------

@dlt.create_table(comment="the same as @dlt.table")
def clicks():
    return dlt.read_stream("clicks_view")

# COMMAND ----------

@dlt.create_view(comment="the same as @dlt.view")
def slow_clicks():
    return spark.table("LIVE.clicks").where("ms > 1000")

# COMMAND ----------

@dlt.table
def users_to_ask():
    slow = dlt.read("slow_clicks").groupBy("user").count()
    all_clicks = spark.read.table("live.clicks").groupBy("user").count().withColumnRenamed("count", "all")
    return all_clicks.join(slow, "user", "left").na.fill(0)

# COMMAND ----------

@dlt.table
def pages():
    return spark.sql(
        """
        SELECT page, count(*) AS clicks
        FROM LIVE.clicks
        GROUP BY page
        """
    )
