# Databricks notebook source
import dlt

# COMMAND ----------

# MAGIC %sql  # ! PYTHON_DEFINITION_FAILED: put what it says into a .sql file
# MAGIC CREATE OR REFRESH STREAMING TABLE orders AS SELECT * FROM STREAM read_files('x')
