import sys

from pyspark import pipelines as dp
from pyspark.sql import functions as F

sys.path.append(spark.conf.get("bundle.sourcePath", "."))
from shop import rules


@dp.table
@dp.expect_all_or_drop(rules.of_currency(spark.conf.get("currency")))
def invoices():
    return spark.readStream.table("invoices_raw").select(
        "invoice", "customer", "currency", F.col("net").cast("decimal(10, 2)").alias("net"), "paid"
    )
