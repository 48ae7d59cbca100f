# Databricks notebook source
import dlt
from pyspark.sql import functions as F

volume = spark.conf.get("volume")

# COMMAND ----------


@dlt.table
def landed():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "csv")
        .option("cloudFiles.schemaLocation", "/Volumes/main/raw/_schemas")
        .option("header", "true")
        .load(f"{volume}/sales/")
        .selectExpr("id", "amount", "replace(_metadata.file_name, '.csv', '') AS file")
    )


@dlt.table
def archived():
    return spark.read.csv("dbfs:/mnt/archive/old.csv", header=True, inferSchema=True, sep=";")


@dlt.table
def lines():
    return spark.read.text("/dbfs/mnt/archive/notes.txt").select(F.upper("value").alias("line"))


@dlt.table
def by_sql():
    return spark.sql(f"SELECT count(*) AS n FROM csv.`{volume}/sales`")
