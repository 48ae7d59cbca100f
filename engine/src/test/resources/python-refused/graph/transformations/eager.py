import dlt
from pyspark.sql import functions as F


@dlt.table
def numbers():
    return spark.range(3)


@dlt.table
def collected():
    wanted = [row.id for row in dlt.read("numbers").collect()]  # ! QUERY_INVALID: asks for rows of `numbers`
    return spark.range(9).where(F.col("id").isin(wanted))


@dlt.table
def counted():
    return spark.range(spark.sql("SELECT * FROM numbers").count())  # ! QUERY_INVALID: asks for rows
