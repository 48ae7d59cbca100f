"""Silver: rows that can be relied on. Each expectation is counted; what happens to a row that fails is up to the rule."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table(comment="Flights that took off")
# a cancelled flight has no departure: it is no flight, and is dropped
@dp.expect_or_drop("departed", "dep_time IS NOT NULL")
# a diverted flight has no arrival delay: it is kept, but counted
@dp.expect("arrived_as_planned", "arr_delay IS NOT NULL")
# an unknown airport means that we read the wrong files: nothing is written, and the update fails
@dp.expect_or_fail("from_new_york", "origin IN ('EWR', 'JFK', 'LGA')")
def flights():
    return spark.readStream.table("raw_flights").select(
        F.make_date("year", "month", "day").alias("day"),
        F.col("time_hour").alias("scheduled_hour"),
        "origin",
        "dest",
        "carrier",
        "flight",
        "tailnum",
        "dep_time",
        "dep_delay",
        "arr_delay",
        "distance",
    )
