import dlt
from pyspark.sql.functions import col, expr


def get_rules(tag):
    """Rules of the catalogue with a tag, as a dictionary."""
    df = spark.read.json("data/rules.json").filter(col("tag") == tag).collect()
    return {row["name"]: row["constraint"] for row in df}


rules = get_rules("validity")
quarantine_rules = "NOT({0})".format(" AND ".join(f"({rule})" for rule in rules.values()))


@dlt.view
def markets():
    return spark.readStream.format("cloudFiles").option("cloudFiles.format", "csv").option("header", "true").load("data/markets")


@dlt.table(partition_cols=["is_quarantined"])
@dlt.expect_all(rules)
def markets_marked():
    return (
        dlt.read_stream("markets")
        .withColumn("is_quarantined", expr(f"coalesce({quarantine_rules}, true)"))
        .select("id", "website", "location", "is_quarantined")
    )


@dlt.table
@dlt.expect_all_or_drop(get_rules("maintained"))
def good_markets():
    return dlt.read("markets_marked").filter("is_quarantined = false").drop("is_quarantined")


@dlt.table
def bad_markets():
    return dlt.read("markets_marked").filter("is_quarantined").select("id")
