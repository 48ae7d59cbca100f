import dlt
from pyspark.sql import functions as F

dlt.create_streaming_table(
    name="all_orders",
    comment="Orders of all regions",
    table_properties={"quality": "silver"},
    expect_all={"known currency": "currency IN ('EUR', 'USD')"},
    expect_all_or_drop={"amount set": "amount IS NOT NULL", "amount positive": "amount > 0"},
    expect_all_or_fail={"id set": "id IS NOT NULL"},
    cluster_by=["region"],
)


def add_region(region):
    @dlt.append_flow(target="all_orders", name=f"orders_of_{region}", comment=f"Orders of {region}")
    def flow():
        return (
            spark.readStream.format("cloudFiles")
            .options(**{"cloudFiles.format": "json", "cloudFiles.schemaHints": "id INT, amount INT, currency STRING"})
            .load(f"data/{region}")
            .select("id", "amount", "currency", F.lit(region).alias("region"))
        )


for region in spark.conf.get("regions").split(","):
    add_region(region)


@dlt.table
def per_region():
    return dlt.read("all_orders").groupBy("region").agg(F.count("*").alias("n"), F.sum("amount").alias("amount"))
