import dlt
from pyspark.sql import functions as F

TABLES = [
    {"name": "customers", "keys": ["id"], "rules": {"has name": "name IS NOT NULL"}},
    {"name": "products", "keys": ["sku"], "rules": {}},
]


def generate_bronze(name):
    @dlt.table(name=f"bronze_{name}", table_properties={"quality": "bronze", "pipelines.reset.allowed": "false"})
    def create_bronze():
        return (
            spark.readStream.format("cloudFiles")
            .option("cloudFiles.format", "json")
            .load(f"data/{name}")
            .withColumn("_file", F.col("_metadata.file_name"))
        )


def generate_silver(name, keys, rules):
    @dlt.table(name=f"silver_{name}")
    @dlt.expect_all_or_drop(rules)
    def create_silver():
        return dlt.read_stream(f"bronze_{name}").drop("_rescued_data", "_file").dropDuplicates(keys)


def generate_tables(table):
    generate_bronze(table["name"])
    generate_silver(**table)


for table in TABLES:
    generate_tables(table)
