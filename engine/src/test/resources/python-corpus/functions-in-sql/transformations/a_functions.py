import pandas as pd
from pyspark.sql.functions import pandas_udf, udf
from pyspark.sql.types import IntegerType


def squared(number):
    return number * number


spark.udf.register("squared", squared, IntegerType())


@pandas_udf("string")
def shouted(words: pd.Series) -> pd.Series:
    return words.str.upper() + "!"


spark.udf.register("shouted", shouted)


@udf("boolean")
def is_good(number):
    return number > 1


is_good_in_sql = spark.udf.register("is_good", is_good)
assert spark.sql("SELECT squared(3) AS x").first().x == 9
