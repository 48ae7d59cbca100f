# Databricks notebook source
# MAGIC %pip install some-package==1.0 \
# MAGIC   another-package

# COMMAND ----------

# MAGIC %md
# MAGIC ## Bronze
# MAGIC
# MAGIC Text with `code`, *and* a list:
# MAGIC * one

# COMMAND ----------

import dlt
from pyspark.sql.functions import *
from pyspark.sql.types import *

# COMMAND ----------

# MAGIC %python
# MAGIC schema = StructType([
# MAGIC   StructField("id", IntegerType()),
# MAGIC   StructField("word", StringType()),
# MAGIC ])

# COMMAND ----------

@dlt.table(
  comment="Words"
)
def words():
  return spark.read.schema(schema).json("data/words.json")

# COMMAND ----------

# MAGIC %sql
# MAGIC -- to look at the result
# MAGIC SELECT * FROM words WHERE id > 1

# COMMAND ----------

# MAGIC %sh ls /tmp

# COMMAND ----------

# MAGIC %fs ls /

# COMMAND ----------

# MAGIC %scala
# MAGIC println("not here")

# COMMAND ----------

df = spark.read.json("data/words.json")
display(df)
displayHTML("<b>%d</b>" % df.count())

# COMMAND ----------

@dlt.table
def upper_words():
  result = dlt.read("words").withColumn("word", upper(col("word")))
  display(result)
  return result
