from pyspark import pipelines as dp
from utilities import units
from utilities.paths import landing


@dp.table(comment="Measurements of all stations")
def measurements():
    return spark.readStream.format("cloudFiles").option("cloudFiles.format", "json").option(
        "cloudFiles.schemaHints", "celsius DOUBLE, station STRING"
    ).load(landing("measurements"))


@dp.materialized_view
def warmest():
    rows = spark.read.table("measurements").withColumn("fahrenheit", units.to_fahrenheit("celsius"))
    return rows.groupBy("station").agg({"fahrenheit": "max"}).withColumnRenamed("max(fahrenheit)", "fahrenheit")
