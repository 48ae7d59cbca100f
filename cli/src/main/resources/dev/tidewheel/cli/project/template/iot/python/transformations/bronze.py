"""What the devices send, as it is. Put a source of your own here: mqtt, kafka, cloudFiles."""

from pyspark import pipelines as dp


@dp.table(comment="Telemetry as the devices sent it")
def readings_bronze():
    return (
        spark.readStream.format("generator")
        .option("kind", "iot")
        .option("rowsPerSecond", spark.conf.get("rows_per_second"))
        .option("initialRows", 20000)
        .load()
    )
