"""Gold: answers. A materialized view always equals its query; it is computed again only when something below changed."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.temporary_view
def weather_by_day():
    return spark.sql("""
        SELECT
          to_date(from_utc_timestamp(time_hour, 'America/New_York')) AS day,
          round(max(wind_speed), 1) AS max_wind_mph,
          min(visib) AS min_visibility_miles
        FROM raw_weather
        GROUP BY ALL
    """)


@dp.temporary_view
def departures_by_day():
    return (
        spark.read.table("raw_flights")
        .groupBy(F.make_date("year", "month", "day").alias("day"))
        .agg(
            F.count("*").alias("scheduled"),
            F.count_if(F.col("dep_time").isNull()).alias("cancelled"),
            F.round(F.avg("dep_delay"), 1).alias("avg_departure_delay"),
        )
    )


@dp.materialized_view(comment="What the storm did to each day")
def days():
    departures = spark.read.table("departures_by_day")
    return departures.join(spark.read.table("weather_by_day"), "day", "left").select(
        "day",
        "scheduled",
        "cancelled",
        F.round(100 * F.col("cancelled") / F.col("scheduled"), 1).alias("cancelled_percent"),
        "avg_departure_delay",
        "max_wind_mph",
        "min_visibility_miles",
    )


@dp.materialized_view(comment="How many flights of each airline arrived less than 15 minutes late")
def airline_punctuality():
    return (
        spark.read.table("flights")
        .join(spark.read.table("airlines"), "carrier")
        .groupBy(F.col("name").alias("airline"))
        .agg(
            F.count("*").alias("flights"),
            F.round(F.expr("100 * count_if(arr_delay < 15) / count(arr_delay)"), 1).alias("on_time_percent"),
            F.max("arr_delay").alias("worst_delay"),
        )
    )
