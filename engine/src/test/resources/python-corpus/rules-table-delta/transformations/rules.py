import dlt
from pyspark.sql import functions as F

rules_df = spark.read.format("delta").load("data/rules").filter("active")


def rules_for(tag):
    return {r.name: r.rule for r in rules_df.where(F.col("tag") == tag).toLocalIterator()}


if rules_df.where("tag = 'drop'").isEmpty():
    raise ValueError("there has to be a rule")


@dlt.table(comment="checked with the rules of a Delta table")
@dlt.expect_all_or_drop(rules_for("drop"))
@dlt.expect_all(rules_for("warn"))
def payments():
    return spark.read.option("header", True).schema("id INT, amount INT").csv("data/payments.csv")


@dlt.table
def rules_in_force():
    # a DataFrame that was made outside of the function
    return rules_df.select("name", "tag")
