import dlt
from pyspark.sql import functions as F


@dlt.table
def csv_plain():
    return spark.read.csv("data/a.csv")


@dlt.table
def csv_typed():
    return spark.read.format("csv").options(header=True, inferSchema="true").load(["data/a.csv", "data/b.csv"])


@dlt.table
def csv_schema():
    return spark.read.csv("data/*.csv", schema="id INT, name STRING", header="true", mode="DROPMALFORMED")


@dlt.table
def json_lines():
    return spark.read.option("multiLine", True).json("data/many.json")


@dlt.table
def parquet_and_orc():
    return spark.read.parquet("data/parquet").unionByName(spark.read.orc("data/orc"))


@dlt.table
def delta_by_path():
    return spark.read.format("delta").load("data/delta_table").union(spark.read.table("delta.`data/delta_table`"))


@dlt.table
def delta_version():
    return spark.read.option("versionAsOf", 0).format("delta").load("data/delta_table").agg(F.count("*").alias("n"))


@dlt.table
def delta_stream():
    return spark.readStream.format("delta").load("data/delta_table")


@dlt.table
def text_stream():
    return spark.readStream.text("data/texts").withColumn("length", F.length("value"))


@dlt.table
def whole_texts():
    return spark.read.text("data/texts", wholetext=True).select(F.length("value").alias("length"))


@dlt.table
def binary():
    files = spark.read.format("binaryFile").option("pathGlobFilter", "*.txt").load("data/texts")
    return files.select(F.element_at(F.split("path", "/"), -1).alias("name"), "length")
