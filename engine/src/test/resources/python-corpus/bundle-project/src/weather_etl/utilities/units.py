from pyspark.sql.functions import udf


@udf(returnType="double")
def to_fahrenheit(celsius):
    return celsius * 9 / 5 + 32
