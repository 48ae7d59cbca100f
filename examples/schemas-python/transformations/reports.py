"""Tables of another schema. There is no USE SCHEMA in Python: the name says it."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view(name="reports.balances")
def balances():
    owners = spark.read.table("directory.people.owners")
    return (
        spark.read.table("transactions")
        .join(owners, "account")
        .groupBy("account", "owner")
        .agg((F.sum("cents") / 100).alias("balance"))
    )


@dp.materialized_view(name="reports.wealth")
def wealth():
    return spark.read.table("reports.balances").groupBy("owner").agg(F.sum("balance").alias("total"))
