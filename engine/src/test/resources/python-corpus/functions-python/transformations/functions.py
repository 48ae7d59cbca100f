import dlt
from common import text
from common.text import count_vowels, describe, letters, split_words
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType

factors = {"km": 1.0, "mi": 1.6}
calls = []


def to_km(value, unit):
    return value * factors[unit]


class Doubler:
    def __init__(self, times):
        self.times = times

    def __call__(self, number):
        return number * self.times


to_km_udf = F.udf(to_km, DoubleType())
tripled = F.udf(Doubler(3), "int")
random_word = F.udf(lambda: "x", "string").asNondeterministic()


@F.udf
def default_type_is_string(number: int) -> str:
    return f"#{number}"


@F.udf(returnType="int", useArrow=True)
def with_arrow(number):
    return number + 1


@dlt.view
def words():
    return spark.createDataFrame([("hello world", 1), ("bye", 2)], "text STRING, n INT")


@dlt.table
def counted():
    rows = dlt.read("words").select(F.explode(split_words("text")).alias("word"), "n")
    return rows.select(
        "word",
        count_vowels("word").alias("vowels"),
        describe(F.col("word")).alias("described"),
        tripled("n").alias("tripled"),
        letters("word")["l"].alias("ls"),
        F.udf(text.vowels, "int")("word").alias("again"),
        default_type_is_string("n").alias("label"),
        with_arrow("n").alias("next"),
    ).where(count_vowels("word") > 0)


@dlt.table
def distances():
    rows = spark.createDataFrame([(10.0, "km"), (10.0, "mi")], ["value", "unit"])
    return rows.withColumn("km", to_km_udf("value", "unit")).withColumn("word", random_word())


# a function that is needed while the files are run
LARGEST = spark.range(4).select(tripled(F.col("id").cast("int")).alias("x")).agg(F.max("x").alias("x")).first()["x"]


@dlt.table
@dlt.expect_or_drop("under the largest", f"x < {LARGEST}")
@dlt.expect("not one", F.col("x") != 1)
def of_stream():
    return spark.readStream.schema("x INT").json("data/numbers").withColumn("y", tripled(with_arrow("x")))
