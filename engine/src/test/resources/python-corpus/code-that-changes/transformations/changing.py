import dlt
from lib import rules
from pyspark.sql.functions import udf

label = udf(rules.label)


@dlt.table
@dlt.expect_or_drop("below the limit", f"n < {rules.LIMIT}")
def numbers():
    return spark.readStream.schema("n INT").json("data/numbers").withColumn("label", label("n"))


@dlt.table
def labels():
    return spark.createDataFrame([(1,)], "n INT").select(label("n").alias("label"))


for name in ("one", "two"):

    @dlt.table(name=name)
    def dataset(name=name):
        return spark.sql(f"SELECT '{name}' AS name")
