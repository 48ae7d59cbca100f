from pyspark.sql import SparkSession

spark = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()


def read_csv(path):
    return spark.read.option("header", "true").option("inferSchema", "true").csv(path)
