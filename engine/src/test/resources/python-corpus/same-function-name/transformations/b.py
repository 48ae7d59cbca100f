from pyspark import pipelines as dp


@dp.materialized_view(name="fifth")
def query():
    return spark.read.table("fourth").withColumnRenamed("top", "t")
