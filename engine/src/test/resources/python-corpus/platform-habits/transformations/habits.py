# Databricks notebook source
import logging
import os

import dlt
from pyspark.sql import functions as F
from pyspark.sql.functions import input_file_name, lit, regexp_extract

logger = logging.getLogger(__name__)
logger.info("environment: %s", spark.conf.get("env"))

spark.sql("CREATE SCHEMA IF NOT EXISTS staging")
spark.sql("SET spark.sql.legacy.timeParserPolicy = CORRECTED")
spark.conf.set("spark.databricks.delta.schema.autoMerge.enabled", "true")
spark.catalog.setCurrentDatabase("default")

properties = {
    "quality": "bronze",
    "pipelines.autoOptimize.managed": "true",
    "pipelines.reset.allowed": "false",
    "delta.autoOptimize.optimizeWrite": "true",
    "delta.autoOptimize.autoCompact": "true",
    "delta.tuneFileSizesForRewrites": "true",
    "delta.dataSkippingNumIndexedCols": "5",
    "myCompany.owner": "team-x",
}

# COMMAND ----------


@dlt.table(name="Staging.Raw_Files", table_properties=properties, spark_conf={"pipelines.trigger.interval": "5 seconds"})
def raw_files():
    rows = (
        spark.readStream.format("cloudFiles")
        .options(**{"cloudFiles.format": "json", "cloudFiles.useNotifications": "false"})
        .load("data/in")
    )
    rows.display()
    return rows.select("*", regexp_extract(input_file_name(), "([^/]+)$", 1).alias("file"), "_metadata.file_size")


# COMMAND ----------


class Masker:
    """A function that is the method of an object, and writes to a log."""

    def __init__(self, letter):
        self.letter = letter

    def mask(self, word):
        logger.debug("masking %s", word)
        return self.letter * len(word) if word else None


mask = F.udf(Masker("*").mask)


@dlt.table
def masked():
    return (
        dlt.read_stream("staging.raw_files")
        .withColumn("name", mask("NAME"))
        .withColumn("env", lit(spark.conf.get("env")))
        .select("id", "name", "env", "file")
    )


# COMMAND ----------

if os.environ.get("RUN_CHECKS"):
    spark.table("masked").show()
