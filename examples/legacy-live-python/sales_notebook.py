# Databricks notebook source
# MAGIC %md
# MAGIC # Sales
# MAGIC An old pipeline, exactly as the notebook was exported.

# COMMAND ----------

import dlt
from pyspark.sql.functions import *

# COMMAND ----------

@dlt.table(
  comment="The raw sales orders, ingested from /databricks-datasets.",
  table_properties={
    "myCompanyPipeline.quality" : "bronze"
  }
)
def sales_orders_raw():
  return (
    spark.readStream.format("cloudFiles")
      .option("cloudFiles.format", "json")
      .option("cloudFiles.inferColumnTypes", "true")
      .load("/databricks-datasets/retail/sales/")
  )

# COMMAND ----------

@dlt.create_table(
  comment="The customers buying finished products."
)
def customers():
  return spark.read.csv("dbfs:/mnt/customers/customers.csv")

# COMMAND ----------

# the header of the file is data to the query above, so it is taken off here
@dlt.view
@dlt.expect_or_drop("has_name", "customer_name IS NOT NULL")
def customers_cleaned():
  return (
    dlt.read("customers")
      .where(col("_c0") != "customer_id")
      .select(col("_c0").cast("int").alias("customer_id"), col("_c1").alias("customer_name"), col("_c2").alias("state"))
  )

# COMMAND ----------

# MAGIC %md
# MAGIC ## Clean

# COMMAND ----------

min_amount = spark.conf.get("sales.min_amount")

@dlt.table(
  comment="The cleaned sales orders.",
  partition_cols=["order_date"],
  table_properties={
    "myCompanyPipeline.quality" : "silver"
  }
)
@dlt.expect_or_drop("valid_amount", f"amount > {min_amount}")
@dlt.expect_or_fail("valid_order_number", "order_number IS NOT NULL")
def sales_orders_cleaned():
  df = dlt.read_stream("sales_orders_raw").join(dlt.read("customers_cleaned"), ["customer_id"], "left")
  df = df.withColumn("amount", df.amount.cast("double"))
  df = df.withColumn("order_date", to_date(timestamp_seconds(df.order_datetime.cast("bigint"))))
  return df.select("order_number", "customer_id", "amount", "customer_name", "state", "order_date")

# COMMAND ----------

@dlt.table(
  comment="Aggregated sales."
)
def sales_by_state():
  return (
    spark.table("LIVE.sales_orders_cleaned")
      .groupBy("state")
      .agg(round(sum("amount"), 2).alias("sales"), count("*").alias("orders"))
  )
