"""A module of functions, some of which are made to be used in workers."""

from pyspark.sql.functions import udf
from pyspark.sql.types import ArrayType, IntegerType, MapType, StringType, StructField, StructType

VOWELS = set("aeiou")


def vowels(word):
    return sum(letter in VOWELS for letter in word)


@udf(returnType=IntegerType())
def count_vowels(word):
    return None if word is None else vowels(word)


split_words = udf(lambda text: text.split(" "), ArrayType(StringType()))

_shape = StructType([StructField("first", StringType()), StructField("length", IntegerType())])


@udf(_shape)
def describe(word):
    return {"first": word[0], "length": len(word)}


@udf(MapType(StringType(), IntegerType()))
def letters(word):
    return {letter: word.count(letter) for letter in word}
