"""A file of the pipeline that another one imports."""

from pyspark import pipelines as dp
from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

spark = SparkSession.getActiveSession()
SEEN = []
SEEN.append(__name__)


def plus_one(number):
    return number + 1


added = udf(plus_one, "long")


@dp.materialized_view
def base():
    return spark.range(3).withColumn("next", added("id"))
