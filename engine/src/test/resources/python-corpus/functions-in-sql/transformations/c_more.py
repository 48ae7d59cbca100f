import dlt
from pyspark.sql.functions import call_udf, col, expr


@dlt.table
@dlt.expect_or_drop("good", "is_good(id)")
def again():
    return dlt.read("numbers").select(
        "id", expr("squared(id)").alias("by_expr"), call_udf("squared", col("square")).alias("by_call")
    )
