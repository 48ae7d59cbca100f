import datetime
import decimal

import dlt
import numpy as np
import pandas as pd
import pyarrow as pa
from pyspark.sql import Row
from pyspark.sql import functions as F

# larger than what Spark sends as a part of a plan
ROWS = 60000
wide = spark.createDataFrame([(number, "x" * 50) for number in range(ROWS)], "id INT, filling STRING")
from_pandas = spark.createDataFrame(pd.DataFrame({"id": np.arange(ROWS), "v": np.arange(ROWS) * 0.5}))


@dlt.table
def made_outside():
    return wide.agg(F.count("*").alias("n"), F.sum(F.length("filling")).alias("letters"))


@dlt.table
def made_inside():
    rows = pd.DataFrame({"id": range(ROWS), "text": ["some words"] * ROWS})
    return spark.createDataFrame(rows).join(from_pandas, "id").where("id % 20000 = 0").select("id", "v", "text")


@dlt.table
def of_rows():
    return spark.createDataFrame(
        [
            Row(name="a", at=datetime.datetime(2026, 1, 1, 12), day=datetime.date(2026, 1, 2), d=decimal.Decimal("1.50"), list=[1, 2]),
            Row(name=None, at=None, day=None, d=None, list=[]),
        ],
        "name STRING, at TIMESTAMP, day DATE, d DECIMAL(5,2), list ARRAY<INT>",
    )


@dlt.table
def of_dictionaries():
    return spark.createDataFrame([{"a": 1, "b": {"k": "v"}}, {"a": 2, "b": {}}])


@dlt.table
def of_arrow():
    return spark.createDataFrame(pa.table({"x": [1, 2], "y": ["one", None]}))


@dlt.table
def nothing():
    return spark.createDataFrame([], "id INT")


@dlt.table
def ranges():
    return spark.range(2, 10, 4).toDF("n").union(spark.range(1).toDF("n"))


views_of_large = wide.where("id < 2")
views_of_large.createOrReplaceTempView("large_rows")


@dlt.table
def through_a_view():
    return spark.sql("SELECT l.id, p.v FROM large_rows l JOIN {p} p ON l.id = p.id", p=from_pandas)
