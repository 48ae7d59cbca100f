from typing import Iterator, Tuple

import dlt
import numpy as np
import pandas as pd
from pyspark.sql import functions as F
from pyspark.sql.functions import PandasUDFType, pandas_udf
from pyspark.sql.window import Window


@pandas_udf("double")
def z_score(values: pd.Series) -> pd.Series:
    return (values - values.mean()) / 2


@pandas_udf("long")
def plus_constant(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
    constant = 100
    for batch in batches:
        yield batch + constant


@pandas_udf("long")
def multiply(batches: Iterator[Tuple[pd.Series, pd.Series]]) -> Iterator[pd.Series]:
    for left, right in batches:
        yield left * right


@pandas_udf("double")
def mean(values: pd.Series) -> float:
    return float(np.mean(values))


@pandas_udf("name string, n long")
def as_struct(names: pd.Series, numbers: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"name": names.str.upper(), "n": numbers})


@dlt.view
def numbers():
    return spark.createDataFrame([("a", 1), ("a", 3), ("b", 5)], "k STRING, n BIGINT").coalesce(1)


@dlt.table
def scalar():
    return dlt.read("numbers").select(
        "k", plus_constant("n").alias("plus"), multiply("n", "n").alias("square"), as_struct("k", "n").alias("s")
    )


@dlt.table
def aggregated():
    return dlt.read("numbers").groupBy("k").agg(mean("n").alias("mean"))


@dlt.table
def windowed():
    return dlt.read("numbers").withColumn("mean", mean("n").over(Window.partitionBy("k"))).select("k", "n", "mean")


@dlt.table
def subtracted():
    def subtract_mean(group: pd.DataFrame) -> pd.DataFrame:
        return group.assign(n=group.n - group.n.mean())

    return dlt.read("numbers").groupBy("k").applyInPandas(subtract_mean, schema="k STRING, n DOUBLE")


@dlt.table
def cogrouped():
    other = spark.createDataFrame([("a", 10), ("c", 20)], "k STRING, m BIGINT")

    def merge(key, left, right):
        return pd.DataFrame({"k": [key[0]], "left": [len(left)], "right": [len(right)]})

    return dlt.read("numbers").groupby("k").cogroup(other.groupby("k")).applyInPandas(merge, "k STRING, left INT, right INT")


@dlt.table
def mapped():
    def only_large(batches):
        for batch in batches:
            yield batch[batch.n > 1]

    return dlt.read("numbers").mapInPandas(only_large, dlt.read("numbers").schema)


@dlt.table
def of_stream():
    def add_length(batches):
        for batch in batches:
            yield batch.assign(length=batch.word.str.len().astype("int64"))

    return spark.readStream.schema("word STRING").json("data/words").mapInPandas(add_length, "word STRING, length BIGINT")
