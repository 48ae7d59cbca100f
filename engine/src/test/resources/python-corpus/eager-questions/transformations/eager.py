import dlt
from pyspark.sql import functions as F

config = spark.read.format("delta").load("config/tables")
print("tables to be made:", config.count())
config.show()
config.printSchema()

if config.isEmpty():
    raise ValueError("nothing to be done")

names = sorted({row["name"] for row in config.select("name").limit(10).collect()})
as_pandas = config.toPandas()
first = config.orderBy("name", "keep").first()
assert (first.name, first["keep"]) == ("colours", "blue")
assert config.schema["keep"].dataType.simpleString() == "string" and config.columns == ["name", "keep"]

for name in names:
    keep = as_pandas[as_pandas["name"] == name]["keep"].tolist()

    @dlt.table(name=name)
    def kept(keep=keep):
        rows = spark.createDataFrame([("apple",), ("red",), ("blue",), ("other",)], ["word"])
        return rows.where(F.col("word").isin(keep))


@dlt.table
def asks_about_inputs():
    rows = dlt.read("fruits")
    if "word" not in rows.columns or rows.isStreaming:
        raise ValueError("the input has changed")
    for field in rows.schema.fields:
        rows = rows.withColumn(field.name + "_length", F.length(field.name))
    return rows.select([name for name, kind in rows.dtypes if kind in ("string", "int")])


@dlt.table
def reads_rows_of_others():
    # rows of what is not in the pipeline are there while it is checked
    wanted = [row.keep for row in spark.read.format("delta").load("config/tables").where("name = 'colours'").collect()]
    count = spark.sql("SELECT count(*) AS n FROM delta.`config/tables`").first().n
    return dlt.read("colours").where(F.col("word").isin(wanted)).withColumn("n", F.lit(count))
