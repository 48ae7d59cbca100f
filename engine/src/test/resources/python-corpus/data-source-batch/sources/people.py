"""A data source of the user's own, in a module beside the pipeline."""

from pyspark.sql.datasource import DataSource, DataSourceReader, EqualTo, InputPartition


class PeopleSource(DataSource):
    @classmethod
    def name(cls):
        return "people"

    def schema(self):
        return "id INT, name STRING"

    def reader(self, schema):
        return PeopleReader(int(self.options.get("count", "2")), self.options.get("prefix", "p"))


class Numbers(InputPartition):
    def __init__(self, start, end):
        self.start = start
        self.end = end


class PeopleReader(DataSourceReader):
    def __init__(self, count, prefix):
        self.count = count
        self.prefix = prefix

    def partitions(self):
        middle = self.count // 2
        return [Numbers(0, middle), Numbers(middle, self.count)]

    def read(self, partition):
        for number in range(partition.start, partition.end):
            yield number, f"{self.prefix}{number}"
