import dlt
from pyspark.sql import functions as F

country = spark.conf.get("shop.country")
limit = int(spark.conf.get("shop.limit", "1"))
missing = spark.conf.get("shop.missing", "default")
nothing = spark.conf.get("shop.nothing", None)
env = spark.conf.get("env", "dev")
all_settings = spark.conf.getAll
spark.conf.set("spark.sql.shuffle.partitions", "2")

try:
    spark.conf.get("shop.not_there")
    raise AssertionError("a setting that is not there")
except Exception as error:
    assert "shop.not_there" in str(error), error

TABLE = "sales_{}_{}".format(env, country.lower())


@dlt.table(name=TABLE)
def filtered():
    # asked again inside of the function
    inside = spark.conf.get("shop.country")
    return (
        spark.createDataFrame([(1, "FR", 10), (2, "FR", 30), (3, "DE", 10)], "id INT, country STRING, amount INT")
        .where((F.col("country") == inside) & (F.col("amount") < limit))
        .withColumn("missing", F.lit(missing))
        .withColumn("zone", F.lit(all_settings["spark.sql.session.timeZone"]))
        .withColumn("has_nothing", F.lit(nothing is None))
    )


@dlt.table(spark_conf={"spark.sql.session.timeZone": "Asia/Tokyo", "spark.sql.ansi.enabled": False})
def in_tokyo():
    rows = spark.createDataFrame([("2026-01-01T20:00:00Z", "x")], "at STRING, number STRING")
    return rows.select(F.to_timestamp("at").cast("date").alias("day"), F.col("number").cast("int").alias("number"))
