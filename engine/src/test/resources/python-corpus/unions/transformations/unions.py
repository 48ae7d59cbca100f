from functools import reduce

import dlt
from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def union_all(frames):
    return reduce(DataFrame.unionByName, frames)


@dlt.table
def batch_union():
    a = spark.createDataFrame([(1, "a")], "id INT, letter STRING")
    b = spark.createDataFrame([("b", 2)], "letter STRING, id INT")
    c = spark.createDataFrame([(3, True)], "id INT, flag BOOLEAN")
    return union_all([a, b]).unionByName(c, allowMissingColumns=True)


@dlt.table
def stream_union():
    parts = [
        spark.readStream.schema("id INT").json(f"data/{name}").withColumn("source", F.lit(name)) for name in ("x", "y")
    ]
    return union_all(parts)


@dlt.table
def except_and_intersect():
    ids = dlt.read("stream_union").select("id")
    wanted = dlt.read("batch_union").select("id")
    only_here = ids.subtract(wanted).withColumn("where", F.lit("stream"))
    return only_here.union(ids.intersect(wanted).withColumn("where", F.lit("both")))
