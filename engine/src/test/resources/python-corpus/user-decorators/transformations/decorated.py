import functools

import dlt
from pyspark.sql import functions as F


def with_audit(who):
    """A decorator of the user's own, between the one of the table and the function."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs).withColumn("_by", F.lit(who))

        return wrapper

    return decorate


def gold_table(**options):
    """A decorator that wraps the one of the table."""

    def decorate(function):
        properties = {"quality": "gold", **options.pop("table_properties", {})}
        return dlt.table(table_properties=properties, **options)(with_audit("gold")(function))

    return decorate


@dlt.table
@with_audit("me")
@dlt.expect_or_drop("even", "n % 2 = 0")
def audited():
    return spark.range(4).withColumnRenamed("id", "n")


@gold_table(comment="of the user's own kind")
def rich():
    return dlt.read("audited").agg(F.sum("n").alias("total"))


def multiples(factor, limit):
    return spark.range(1, limit).select((F.col("id") * factor).alias("n"))


dlt.table(functools.partial(multiples, 3, limit=3), name="threes")
dlt.table(functools.partial(multiples, 5, limit=2))


class Query:
    def __init__(self, value):
        self.value = value

    def __call__(self):
        return spark.range(1).select(F.lit(self.value).alias("value"))


dlt.table(Query("x"), name="of_object")

streaming = dlt.table(spark_conf={"spark.sql.shuffle.partitions": "1"})


@streaming
def used_as_variable():
    return spark.range(1)
