# Databricks notebook source
# MAGIC %run ../setup/common $env="test"

# COMMAND ----------

# MAGIC %run "/Workspace/Shared/constants"

# COMMAND ----------

@dlt.table
def total():
    return dlt.read("numbers").agg(F.sum("n").alias("total")).withColumn("factor", F.lit(FACTOR))
