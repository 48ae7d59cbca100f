import json
import os

from pyspark import pipelines as dp
from pyspark.sql.datasource import DataSource, DataSourceStreamReader, InputPartition, SimpleDataSourceStreamReader


class Range(InputPartition):
    def __init__(self, start, end):
        self.start = start
        self.end = end


def upper_limit(folder):
    """How many rows there are by now."""
    with open(os.path.join(folder, "limit.json")) as source:
        return json.load(source)["rows"]


class CounterReader(DataSourceStreamReader):
    def __init__(self, folder):
        self.folder = folder

    def initialOffset(self):
        return {"row": 0}

    def latestOffset(self):
        return {"row": upper_limit(self.folder)}

    def partitions(self, start, end):
        return [Range(start["row"], end["row"])]

    def read(self, partition):
        for number in range(partition.start, partition.end):
            yield (number, f"row {number}")

    def commit(self, end):
        pass


class SimpleReader(SimpleDataSourceStreamReader):
    def __init__(self, folder):
        self.folder = folder

    def initialOffset(self):
        return {"row": 0}

    def read(self, start):
        end = upper_limit(self.folder)
        return iter([(n, "simple") for n in range(start["row"], end)]), {"row": end}

    def readBetweenOffsets(self, start, end):
        return iter([(n, "simple") for n in range(start["row"], end["row"])])


class Counter(DataSource):
    @classmethod
    def name(cls):
        return "counter"

    def schema(self):
        return "id INT, label STRING"

    def streamReader(self, schema):
        return CounterReader(self.options["folder"])


class SimpleCounter(Counter):
    @classmethod
    def name(cls):
        return "simple_counter"

    def simpleStreamReader(self, schema):
        return SimpleReader(self.options["folder"])

    def streamReader(self, schema):
        from pyspark.errors import PySparkNotImplementedError

        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streamReader"})


spark.dataSource.register(Counter)
spark.dataSource.register(SimpleCounter)

FOLDER = os.path.abspath("data")


@dp.table
def counted():
    return spark.readStream.format("counter").option("folder", FOLDER).load()


@dp.table
@dp.expect_or_drop("even", "id % 2 = 0")
def simply_counted():
    return spark.readStream.format("simple_counter").options(folder=FOLDER).load()


@dp.materialized_view
def how_many():
    return spark.read.table("counted").groupBy().count()
