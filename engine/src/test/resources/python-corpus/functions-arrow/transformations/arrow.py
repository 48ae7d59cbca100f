import pyarrow as pa
import pyarrow.compute as pc
from pyspark import pipelines as dp
from pyspark.sql.functions import arrow_udf


@arrow_udf("string")
def upper(values: pa.Array) -> pa.Array:
    return pc.utf8_upper(values)


@arrow_udf("long")
def total(values: pa.Array) -> int:
    return pc.sum(values).as_py()


@dp.temporary_view
def letters():
    return spark.createDataFrame([("a", 1), ("b", 2), ("b", 3)], "k STRING, n BIGINT")


@dp.materialized_view
def uppered():
    return spark.read.table("letters").select(upper("k").alias("k"), "n")


@dp.materialized_view
def totals():
    return spark.read.table("letters").groupBy("k").agg(total("n").alias("total"))


@dp.materialized_view
def filtered():
    def keep_large(batches):
        for batch in batches:
            yield batch.filter(pc.field("n") > 1)

    return spark.read.table("letters").mapInArrow(keep_large, "k STRING, n BIGINT")


@dp.materialized_view
def grouped():
    def longest(key, table):
        return pa.table({"k": [key[0].as_py()], "most": [pc.max(table["n"]).as_py()]})

    return spark.read.table("letters").groupBy("k").applyInArrow(longest, "k STRING, most BIGINT")


@dp.materialized_view
def cogrouped():
    def sizes(left: pa.Table, right: pa.Table) -> pa.Table:
        return pa.table({"left": [left.num_rows], "right": [right.num_rows]})

    other = spark.read.table("letters").where("n = 3")
    return spark.read.table("letters").groupBy("k").cogroup(other.groupBy("k")).applyInArrow(sizes, "left BIGINT, right BIGINT")


@dp.table
def of_stream():
    return spark.readStream.schema("k STRING").json("data/letters").select(upper("k").alias("k"))
