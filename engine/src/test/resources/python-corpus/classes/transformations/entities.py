from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Dict, List

import dlt
from pyspark.sql import DataFrame
from pyspark.sql import functions as F


@dataclass
class Source:
    name: str
    columns: Dict[str, str]
    drop_rules: Dict[str, str] = field(default_factory=dict)


class Entity(ABC):
    """Registers bronze and silver for a source."""

    def __init__(self, source: Source):
        self.source = source

    def bronze(self) -> None:
        @dlt.table(name=f"{self.source.name}_bronze")
        def load() -> DataFrame:
            ddl = ", ".join(f"{name} STRING" for name in self.source.columns)
            return spark.readStream.schema(ddl).option("header", True).csv(f"data/{self.source.name}")

    def silver(self) -> None:
        @dlt.table(name=f"{self.source.name}_silver")
        @dlt.expect_all_or_drop(self.source.drop_rules)
        def typed() -> DataFrame:
            rows = dlt.read_stream(f"{self.source.name}_bronze")
            return self.transform(rows.select(*[F.col(n).cast(t).alias(n) for n, t in self.source.columns.items()]))

    @abstractmethod
    def transform(self, rows: DataFrame) -> DataFrame: ...

    def register(self) -> None:
        self.bronze()
        self.silver()


class Users(Entity):
    def transform(self, rows: DataFrame) -> DataFrame:
        return rows.withColumn("name", F.initcap("name"))


class Visits(Entity):
    def transform(self, rows: DataFrame) -> DataFrame:
        return rows.transform(self.with_day).where("user_id > 0")

    @staticmethod
    def with_day(rows: DataFrame) -> DataFrame:
        return rows.withColumn("day", F.to_date("at"))


entities: List[Entity] = [
    Users(Source("users", {"id": "int", "name": "string"}, {"id": "id IS NOT NULL"})),
    Visits(Source("visits", {"user_id": "int", "at": "timestamp"})),
]
for entity in entities:
    entity.register()


class Report:
    """A method as query function."""

    def __init__(self, users: str, visits: str):
        self.users, self.visits = users, visits
        dlt.table(self.query, name="visits_per_user", comment=self.__doc__)

    def query(self):
        users, visits = dlt.read(self.users), dlt.read(self.visits)
        return users.join(visits, users.id == visits.user_id).groupBy("name", "day").count()


Report("users_silver", "visits_silver")
