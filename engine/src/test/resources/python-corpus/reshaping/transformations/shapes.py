import dlt
from pyspark.sql import functions as F
from pyspark.sql.window import Window

# the values of a pivot, found out while the files are run
MONTHS = [row.month for row in spark.read.json("data/months.json").select("month").distinct().orderBy("month").collect()]


@dlt.table
def sales():
    return spark.createDataFrame(
        [("a", 1, 10), ("a", 2, 20), ("b", 1, 5), ("a", 1, 1)], "shop STRING, month INT, amount INT"
    )


@dlt.table
def pivoted():
    table = dlt.read("sales").groupBy("shop").pivot("month", MONTHS).sum("amount")
    return table.toDF("shop", *[f"month_{month}" for month in MONTHS])


@dlt.table
def unpivoted():
    return dlt.read("pivoted").unpivot("shop", ["month_1", "month_2"], "month", "amount").dropna()


@dlt.table
def running():
    window = Window.partitionBy("shop").orderBy("month", "amount").rowsBetween(Window.unboundedPreceding, 0)
    return dlt.read("sales").withColumn("so_far", F.sum("amount").over(window)).drop("amount")


@dlt.table
def exploded():
    rows = dlt.read("sales").groupBy("shop").agg(F.sort_array(F.collect_list(F.struct("month", "amount"))).alias("sold"))
    return rows.select("shop", F.posexplode("sold").alias("position", "one")).select("shop", "position", "one.*")


@dlt.table
def rolled_up():
    return dlt.read("sales").rollup("shop").agg(F.sum("amount").alias("amount"), F.grouping_id().alias("level"))


@dlt.table
def from_json_text():
    texts = spark.createDataFrame([('{"a": 1, "b": {"c": [1, 2]}}',), ("broken",)], ["text"])
    parsed = texts.select(F.from_json("text", "a INT, b STRUCT<c: ARRAY<INT>>").alias("p"))
    return parsed.select("p.a", F.col("p.b.c")[1].alias("second"), F.transform("p.b.c", lambda x: x * 2).alias("doubled"))
