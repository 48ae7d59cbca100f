from dlt import *
from pyspark.sql.functions import *
from pyspark.sql.types import *
from pyspark.sql.window import Window


@table(name="raw", comment="from star imports")
@expect_or_drop("positive", "value > 0")
def raw():
    return spark.createDataFrame(
        [("a", 1), ("a", 5), ("b", 2), ("b", -2)],
        StructType().add("key", StringType(), True).add("value", IntegerType()),
    )


@table
def ranked():
    ranks = Window.partitionBy("key").orderBy(col("value").desc())
    return read("raw").withColumn("rank", row_number().over(ranks)).withColumn("total", sum("value").over(Window.partitionBy("key")))


@view
def best():
    return read("ranked").where(col("rank") == lit(1)).select("key", "value")


@table
def best_stored():
    return read("best").select(concat_ws("=", "key", col("value").cast(StringType())).alias("text"))
