from pyspark import pipelines as dp
from pyspark.sql import functions as F

DATA = spark.conf.get("data")

COLUMNS = """
    species STRING, island STRING, bill_length_mm DOUBLE, bill_depth_mm DOUBLE, flipper_length_mm INT,
    body_mass_g INT, sex STRING, year INT
"""

# Written once, used twice: as rules that are counted, and to tell the rows apart.
RULES = {
    "measured": "body_mass_g IS NOT NULL AND flipper_length_mm IS NOT NULL",
    "sex_known": "sex IN ('male', 'female')",
    "plausible_mass": "body_mass_g BETWEEN 2500 AND 6500",
}

KEEPS_ALL_RULES = " AND ".join(f"({rule})" for rule in RULES.values())


@dp.table(private=True, partition_cols=["quarantined"])
@dp.expect_all(RULES)
def checked():
    """Every row is kept, and says whether it breaks a rule. The table is private: only this pipeline reads it."""
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "csv")
        .option("header", True)
        .option("nullValue", "NA")
        .schema(COLUMNS)
        .load(f"{DATA}/penguins")
        # NOT NULL is NULL: without coalesce such a row would be in neither of the two tables below
        .withColumn("quarantined", ~F.coalesce(F.expr(KEEPS_ALL_RULES), F.lit(False)))
    )


@dp.table(comment="Penguins that were measured completely")
@dp.expect_or_fail("known_species", F.col("species").isin("Adelie", "Chinstrap", "Gentoo"))
@dp.expect_or_drop("short_bill", "bill_length_mm < 55")
def penguins():
    return spark.readStream.table("checked").where(~F.col("quarantined")).drop("quarantined")


@dp.table(comment="Rows for somebody to look at")
def quarantine():
    return spark.readStream.table("checked").where("quarantined").drop("quarantined")


@dp.materialized_view
def species():
    return (
        spark.read.table("penguins")
        .groupBy("species")
        .agg(F.count("*").alias("penguins"), F.round(F.avg("body_mass_g")).alias("avg_mass_g"))
    )


@dp.materialized_view(private=True)
@dp.expect_or_fail("all_rows_accounted_for", "received = quarantined + measured")
def nothing_lost():
    """A table that only checks: the update fails if a row got lost between the two."""
    checked = spark.read.table("checked").agg(
        F.count("*").alias("received"), F.count_if(~F.col("quarantined")).alias("measured")
    )
    quarantined = spark.read.table("quarantine").agg(F.count("*").alias("quarantined"))
    return checked.crossJoin(quarantined).select("received", "quarantined", "measured")
