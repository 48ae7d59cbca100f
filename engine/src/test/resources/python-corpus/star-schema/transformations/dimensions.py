import dlt
from pyspark.sql import Window
from pyspark.sql import functions as F


@dlt.view
def customer_changes():
    return spark.read.schema("id INT, city STRING, changed TIMESTAMP").json("data/customers.json")


@dlt.table(comment="the newest row of each customer")
def dim_customer():
    newest = Window.partitionBy("id").orderBy(F.desc("changed"))
    return (
        dlt.read("customer_changes")
        .withColumn("number", F.row_number().over(newest))
        .where("number = 1")
        .select(F.xxhash64("id").alias("customer_key"), "id", "city")
    )


@dlt.table(comment="all versions, with the time in which each held")
def dim_customer_history():
    ordered = Window.partitionBy("id").orderBy("changed")
    return dlt.read("customer_changes").select(
        "id", "city", F.col("changed").alias("valid_from"), F.lead("changed").over(ordered).alias("valid_to")
    )


@dlt.table
def dim_date():
    return spark.sql("SELECT explode(sequence(DATE'2026-01-30', DATE'2026-02-01')) AS day").select(
        "day", F.year("day").alias("year"), F.date_format("day", "yyyy-MM").alias("month")
    )


@dlt.table(partition_cols=["month"])
@dlt.expect_or_drop("known customer", "customer_key IS NOT NULL")
def fact_sales():
    sales = spark.read.schema("customer INT, day DATE, amount DOUBLE").json("data/sales.json")
    customers = dlt.read("dim_customer")
    return (
        sales.join(customers, sales.customer == customers.id, "left")
        .join(dlt.read("dim_date"), "day")
        .select("customer_key", "day", "month", "amount")
    )


@dlt.table
def report():
    facts, customers = dlt.read("fact_sales"), dlt.read("dim_customer")
    return facts.join(customers, "customer_key").groupBy("city", "month").agg(F.sum("amount").alias("amount")).orderBy("city")
