import dlt
from pyspark.sql.functions import col, current_timestamp, expr, sum as sum_, to_date

SOURCE = spark.conf.get("source_path")

valid_order = {
    "valid_id": "order_id IS NOT NULL",
    "valid_amount": "amount > 0",
}


@dlt.table(
    name="orders_bronze",
    comment="Orders as they came",
    table_properties={"quality": "bronze"},
)
def orders_bronze():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", "true")
        .option("cloudFiles.schemaEvolutionMode", "addNewColumns")
        .load(SOURCE)
        .withColumn("source_file", expr("element_at(split(_metadata.file_path, '/'), -1)"))
        .withColumn("ingested_at", current_timestamp())
        .drop("ingested_at")
    )


@dlt.table(name="orders_silver", comment="Orders that can be used", table_properties={"quality": "silver"})
@dlt.expect_all_or_drop(valid_order)
@dlt.expect("known_country", "country IN ('DE', 'FR')")
def orders_silver():
    return dlt.read_stream("orders_bronze").select(
        col("order_id").cast("bigint").alias("order_id"),
        col("country"),
        col("amount").cast("decimal(10,2)").alias("amount"),
        to_date("ordered").alias("ordered"),
    )


@dlt.table(name="revenue_gold", comment="Revenue per country and day", table_properties={"quality": "gold"})
def revenue_gold():
    return (
        dlt.read("orders_silver")
        .groupBy("country", "ordered")
        .agg(sum_("amount").alias("revenue"))
    )
