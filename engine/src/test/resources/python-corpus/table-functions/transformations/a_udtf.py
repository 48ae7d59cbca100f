import dlt
from pyspark.sql.functions import lit, udtf
from pyspark.sql.types import IntegerType, StringType, StructType
from pyspark.sql.udtf import AnalyzeArgument, AnalyzeResult


@udtf(returnType="num INT, squared INT")
class SquareNumbers:
    def eval(self, start: int, end: int):
        for number in range(start, end + 1):
            yield number, number * number


class Words:
    def eval(self, text: str):
        for word in text.split():
            yield (word,)


class Columns:
    """The columns of the result depend on the arguments."""

    @staticmethod
    def analyze(names: AnalyzeArgument) -> AnalyzeResult:
        schema = StructType()
        for name in names.value.split(","):
            schema = schema.add(name, StringType())
        return AnalyzeResult(schema)

    def eval(self, names: str):
        yield tuple(names.split(","))


class CountRows:
    def __init__(self):
        self.rows = 0

    def eval(self, row):
        self.rows += 1

    def terminate(self):
        yield (self.rows,)


words = udtf(Words, returnType="word STRING")
spark.udtf.register("words_of", words)
spark.udtf.register("columns_of", udtf(Columns))
spark.udtf.register("count_rows", udtf(CountRows, returnType="n INT"))


@dlt.table
def squares():
    return SquareNumbers(lit(1), lit(3))


@dlt.table
def by_sql():
    return spark.sql("SELECT t.id, w.word FROM texts t, LATERAL words_of(t.text) w")


@dlt.table
def texts():
    return spark.createDataFrame([(1, "a b"), (2, "c")], "id INT, text STRING")


@dlt.table
def analysed():
    return spark.sql("SELECT * FROM columns_of('a,b')")


@dlt.table
def counted():
    return spark.sql("SELECT n FROM count_rows(TABLE(texts) WITH SINGLE PARTITION)")
