import dlt
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    DateType,
    DecimalType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

sales_schema = StructType(
    [
        StructField("customer_id", StringType(), True, {"comment": "who"}),
        StructField("items", ArrayType(StructType([StructField("sku", StringType()), StructField("n", IntegerType())]))),
        StructField("tags", MapType(StringType(), StringType())),
        StructField("amount", DecimalType(10, 2), False),
        StructField("at", TimestampType()),
    ]
)


@dlt.table(comment="Raw data on sales", schema=sales_schema)
def sales():
    return (
        spark.read.schema(sales_schema).json("data/sales.json")
    )


@dlt.table(
    schema="""
        customer_id STRING NOT NULL COMMENT 'who',
        at TIMESTAMP,
        day DATE GENERATED ALWAYS AS (CAST(at AS DATE)),
        n BIGINT,
        CONSTRAINT sales_key PRIMARY KEY (customer_id)
    """,
    partition_cols=["day"],
)
def sales_by_day():
    return dlt.read("sales").select("customer_id", "at", F.size("items").cast("bigint").alias("n"))


# types are cast to those that were declared, names may be in another order
@dlt.table(schema="n INT, label STRING")
def reordered():
    return spark.range(2).select(F.concat(F.lit("row "), "id").alias("label"), F.col("id").alias("n"))


dlt.create_streaming_table(
    name="typed_target",
    schema=StructType([StructField("id", LongType(), False), StructField("born", DateType())]),
    comment="filled by a flow",
)


@dlt.append_flow(target="typed_target", comment="ids and days")
def typed_rows():
    return spark.readStream.schema("id INT, born STRING").json("data/born").select("id", F.col("born").cast("date").alias("born"))
