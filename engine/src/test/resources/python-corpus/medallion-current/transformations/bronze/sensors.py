from pyspark import pipelines as dp


@dp.table(comment="Readings of all sensors", table_properties={"quality": "bronze"})
def sensor_bronze():
    return (
        spark.readStream.format("cloudFiles")
        .option("cloudFiles.format", "csv")
        .option("header", True)
        .option("cloudFiles.schemaHints", "sensor_id INT, reading DOUBLE, read_at TIMESTAMP")
        .load("data/sensors")
    )
