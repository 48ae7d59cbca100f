from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import dlt
import yaml


@dataclass(frozen=True)
class Table:
    name: str
    rows: int


with open("config/tables.yml") as source:
    tables = [Table(**entry) for entry in yaml.safe_load(source)["tables"]]


def declare(table: Table) -> str:
    @dlt.table(name=table.name)
    @dlt.expect("not negative", "id >= 0")
    def query():
        return spark.range(table.rows)

    return table.name


with ThreadPoolExecutor(max_workers=3) as pool:
    names = list(pool.map(declare, tables))


@dlt.table
def all_of_them():
    frames = [dlt.read(name).selectExpr(f"'{name}' AS name", "id") for name in names]
    while len(frames) > 1:
        frames = [frames[0].union(frames[1]), *frames[2:]]
    return frames[0].groupBy("name").count()
