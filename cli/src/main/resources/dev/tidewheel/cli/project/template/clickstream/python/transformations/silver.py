"""Rows that break a rule with `or_drop` are left out and counted; the others are only counted."""

from pyspark import pipelines as dp
from pyspark.sql import functions as F


@dp.table
@dp.expect_or_drop("has_session", "session_id IS NOT NULL")
@dp.expect_or_drop("event_is_known", "event_type IN ('view', 'search', 'add_to_cart', 'purchase')")
@dp.expect("has_referrer", "referrer IS NOT NULL")
def clicks():
    return spark.readStream.table("clicks_bronze").withColumn("day", F.to_date("event_time"))
