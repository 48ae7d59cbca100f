from pyspark import pipelines as dp

DATA = spark.conf.get("data")


@dp.table
@dp.expect_or_drop("amount_is_positive", "amount > 0")
def orders():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "json")
        .option("cloudFiles.inferColumnTypes", True)
        .option("cloudFiles.schemaHints", "amount DECIMAL(10, 2)")
        .load(f"{DATA}/orders")
        .select("id", "customer", "country", "amount")
    )


# A Delta table of somebody else's, who wants each order once.
dp.create_sink("warehouse", "delta", {"path": "given/warehouse"})


@dp.append_flow(target="warehouse")
def to_warehouse():
    return spark.readStream.table("orders").select("id", "customer", "amount")


# Files for a partner. Two flows write to it; each has its own progress.
dp.create_sink("partner", "json", {"path": "given/partner"})


@dp.append_flow(target="partner")
def large_orders():
    return spark.readStream.table("orders").where("amount > 100").selectExpr("'large' AS why", "id", "customer", "amount")


@dp.append_flow(target="partner")
def orders_from_abroad():
    return (
        spark.readStream.table("orders")
        .where("country <> 'US'")
        .selectExpr("'abroad' AS why", "id", "customer", "amount")
    )
