import dlt
from pyspark.sql.functions import col, lit

regions = ["emea", "apac", "amer"]

for region in regions:

    @dlt.table(name=f"orders_{region}", comment=f"Orders of {region}")
    def by_region(region=region):
        return dlt.read("all_orders").filter(col("region") == lit(region)).drop("region")


@dlt.view
def all_orders():
    return spark.createDataFrame(
        [(1, "emea", 5), (2, "emea", 7), (3, "apac", 11)], "id INT, region STRING, amount INT"
    )


@dlt.table
def summary():
    totals = [
        dlt.read(f"orders_{region}").groupBy().sum("amount").select(lit(region).alias("region"), col("sum(amount)").alias("amount"))
        for region in regions
    ]
    result = totals[0]
    for total in totals[1:]:
        result = result.union(total)
    return result
