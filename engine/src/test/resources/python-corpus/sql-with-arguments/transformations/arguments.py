import datetime
import decimal

import dlt
from pyspark.sql import functions as F


@dlt.view
def readings():
    return spark.sql("SELECT * FROM VALUES (1, DATE'2026-01-01', 1.5BD), (2, DATE'2026-01-02', 2.5BD) AS t(id, day, v)")


@dlt.table
def named():
    return spark.sql(
        "SELECT id, v * :factor AS v FROM readings WHERE day >= :since AND ':id' <> 'x' -- :not_one",
        args={"factor": decimal.Decimal("2.0"), "since": datetime.date(2026, 1, 2)},
    )


@dlt.table
def positional():
    return spark.sql("SELECT ? AS label, id FROM readings WHERE id = ? OR id = ?", args=["it's \\ fine", 1, 7])


@dlt.table
def identifiers():
    name = "readings"
    return spark.sql("SELECT count(*) AS n FROM IDENTIFIER(:table)", {"table": name})


@dlt.table
def frames_and_columns():
    wanted = spark.range(2, 4)
    return spark.sql("SELECT r.{column} AS x FROM {rows} r JOIN {wanted} w ON r.id = w.id", rows=spark.table("readings"), wanted=wanted, column=F.col("v"))


@dlt.table
def recursive():
    return spark.sql(
        """
        WITH RECURSIVE numbers(n) AS (
          SELECT 1
          UNION ALL
          SELECT n + 1 FROM numbers WHERE n < 3
        )
        SELECT n, (SELECT max(id) FROM LIVE.readings) AS most FROM numbers
        """
    )


@dlt.table
def subqueries():
    rows = spark.table("readings").alias("r")
    others = spark.range(1, 2).alias("o")
    there = others.where(F.col("o.id") == F.col("r.id").outer()).exists()
    return rows.where(there).select("id")
