import dlt
from pyspark.sql import functions as F

AD_SCHEMA = "ad_id INT, shown_at TIMESTAMP"
CLICK_SCHEMA = "click_ad_id INT, clicked_at TIMESTAMP"


@dlt.view
def impressions():
    return spark.readStream.schema(AD_SCHEMA).json("data/impressions").withWatermark("shown_at", "2 hours")


@dlt.view
def clicks():
    return spark.readStream.schema(CLICK_SCHEMA).json("data/clicks").withWatermark("clicked_at", "3 hours")


@dlt.table
def clicked_ads():
    return dlt.read_stream("impressions").join(
        dlt.read_stream("clicks"),
        F.expr("click_ad_id = ad_id AND clicked_at >= shown_at AND clicked_at <= shown_at + interval 1 hour"),
        "inner",
    ).select("ad_id", "shown_at", "clicked_at")
