from pyspark import pipelines as dp


@dp.table
def orders():
    return spark.readStream.schema("id INT, amount INT").json("data/orders")


@dp.table(name="silver.orders")
def silver_orders():
    return spark.readStream.table("orders").where("amount > 0")


@dp.materialized_view(name="shop.gold.totals")
def totals():
    return spark.read.table("silver.orders").groupBy().sum("amount").toDF("total")


@dp.materialized_view(name="reports.monthly.totals", comment="in another catalog")
def other_catalog():
    return spark.table("shop.gold.totals").join(spark.table("shop.bronze.orders").groupBy().count().toDF("raw"))


dp.create_streaming_table("silver.copies")


@dp.append_flow(target="shop.silver.copies")
def copy_orders():
    return spark.readStream.table("shop.silver.orders")
