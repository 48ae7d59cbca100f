from databricks.sdk.runtime import dbutils, display, spark
from pyspark.dbutils import DBUtils

from pyspark import pipelines as dp

assert DBUtils(spark) is dbutils

dbutils.widgets.text("how_many", "2", "How many")
display(spark.range(1))


@dp.materialized_view
def from_modules():
    frame = spark.range(int(dbutils.widgets.get("how_many")))
    display(frame)
    return frame
