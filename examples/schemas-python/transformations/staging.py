from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


# Short names are in the catalog and schema of the pipeline file: bank.staging.transactions.
@dp.table
def transactions():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .load(f"{DATA}/transactions")
        .select("account", F.col("booked").cast("date").alias("booked"), "cents")
    )


# Another catalog
@dp.materialized_view(name="directory.people.owners")
def owners():
    return spark.read.csv(f"{DATA}/owners.csv", header=True).select("account", "owner")
