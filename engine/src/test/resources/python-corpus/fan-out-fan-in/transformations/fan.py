import dlt
from pyspark.sql.functions import col, count, lit, when

KINDS = {"info": 0, "warning": 1, "error": 2}


@dlt.table(table_properties={"quality": "bronze"})
def log():
    return spark.readStream.option("maxFilesPerTrigger", 1).schema("id INT, kind STRING").json("data/log")


def of_kind(kind, severity):
    @dlt.view(name=f"{kind}_view")
    def only():
        return dlt.read_stream("log").where(col("kind") == kind)

    @dlt.table(name=f"{kind}s")
    def stored():
        return dlt.read_stream(f"{kind}_view").withColumn("severity", lit(severity))


for kind, severity in KINDS.items():
    of_kind(kind, severity)

dlt.create_streaming_table("all_again", comment="fan-in")
for kind in KINDS:
    exec(
        f"@dlt.append_flow(target='all_again')\n"
        f"def from_{kind}s():\n"
        f"    return dlt.read_stream('{kind}s')\n"
    )


@dlt.table
def balance():
    before = dlt.read("log").select(count("*").alias("before"))
    after = dlt.read("all_again").select(count("*").alias("after"))
    return before.crossJoin(after).withColumn("lost", when(col("before") == col("after"), lit(0)).otherwise(lit(1)))
