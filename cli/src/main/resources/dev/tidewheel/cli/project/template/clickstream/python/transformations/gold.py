"""Visits, how far they get, and what is looked at."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.materialized_view
def sessions():
    """Visits, each with what happened in it."""

    def happened(event: str, name: str):
        return F.bool_or(F.col("event_type") == event).alias(name)

    return (
        spark.read.table("clicks")
        .groupBy("session_id")
        .agg(
            *[F.any_value(name).alias(name) for name in ("user_id", "referrer", "device")],
            F.min("event_time").alias("started_at"),
            F.max("event_time").alias("ended_at"),
            F.count("*").alias("events"),
            happened("search", "searched"),
            happened("add_to_cart", "filled_cart"),
            happened("purchase", "purchased"),
        )
    )


@dp.materialized_view
def funnel():
    """How far visitors get, by where they come from."""
    return (
        spark.read.table("sessions")
        .groupBy("referrer")
        .agg(
            F.count("*").alias("sessions"),
            F.count_if("filled_cart").alias("filled_cart"),
            F.count_if("purchased").alias("purchased"),
        )
        .withColumn("percent", F.round(100 * F.col("purchased") / F.col("sessions"), 1))
    )


@dp.table
def views_by_minute():
    """A minute is written once, when no click of it can come any more: one minute later."""
    return (
        spark.readStream.table("clicks")
        .withWatermark("event_time", "1 minute")
        .groupBy(F.window("event_time", "1 minute"), "page")
        .agg(F.count("*").alias("views"))
        .select(F.col("window.start").alias("minute"), "page", "views")
    )
