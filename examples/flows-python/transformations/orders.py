"""One table, filled by several flows. Each flow has a progress of its own: one can be added, changed or fail without the
others noticing."""

from typing import NamedTuple

from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")


class Region(NamedTuple):
    """How the files of a region are read, and what their columns are called."""

    name: str
    options: dict[str, str]
    id: str
    day: str
    amount: str


REGIONS = [
    Region("europe", {"cloudFiles.format": "json"}, "id", "day", "amount"),
    Region(
        "americas",
        {"cloudFiles.format": "csv", "header": "true", "sep": ";"},
        "order_number",
        "ordered_on",
        "total",
    ),
]

dp.create_streaming_table(
    "orders",
    schema="""
        id BIGINT NOT NULL COMMENT 'unique within a region',
        day DATE,
        region STRING,
        amount DECIMAL(10, 2)
    """,
    expect_all_or_drop={"positive": "amount > 0"},
)


def add_flow(region: Region) -> None:
    """A function of its own, so that each flow keeps its own region; in the loop all would see the last one."""

    @dp.append_flow(target="orders", name=region.name)
    def orders_of_region():
        return (
            spark.readStream.format("cloudFiles")
            .options(**region.options)
            .load(f"{DATA}/{region.name}")
            .select(
                F.col(region.id).cast("bigint").alias("id"),
                F.col(region.day).cast("date").alias("day"),
                F.lit(region.name).alias("region"),
                F.col(region.amount).cast("decimal(10, 2)").alias("amount"),
            )
        )


for region in REGIONS:
    add_flow(region)


@dp.append_flow(target="orders", once=True)
def archive():
    """Runs one time, and again only with --full-refresh: the past, loaded beside what arrives each day."""
    return spark.read.csv(
        f"{DATA}/archive", header=True, schema="id BIGINT, day DATE, region STRING, amount DECIMAL(10, 2)"
    )


@dp.materialized_view
def orders_by_region():
    return (
        spark.read.table("orders")
        .groupBy("region", F.year("day").alias("year"))
        .agg(F.count("*").alias("orders"), F.sum("amount").alias("amount"))
        .orderBy("region", "year")
    )
