from pyspark import pipelines as dp
from pyspark.sql import functions as F

dp.create_streaming_table("events")


@dp.append_flow(target="events", name="live")
def live():
    return spark.readStream.schema("id INT, kind STRING").json("data/live")


def setup_backfill(year):
    @dp.append_flow(
        target="events",
        once=True,
        name=f"backfill_{year}",
        comment=f"What was there in {year}",
    )
    def backfill():
        return (
            spark.read.schema("id INT, kind STRING, year INT").json("data/history")
            .where(F.col("year") == year)
            .drop("year")
        )


for year in (2023, 2024):
    setup_backfill(year)
