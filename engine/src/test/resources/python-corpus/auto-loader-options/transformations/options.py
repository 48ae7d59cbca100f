from pyspark import pipelines as dp


def loader(file_format, **options):
    reader = spark.readStream.format("cloudFiles").option("cloudFiles.format", file_format)
    for name, value in options.items():
        reader = reader.option(f"cloudFiles.{name}", value)
    return reader


@dp.table
def typed_and_hinted():
    return loader("json", inferColumnTypes=True, schemaHints="id SHORT", rescuedDataColumn="_rest").load("data/events")


@dp.table
def with_schema():
    return loader("json").schema("id INT, tags ARRAY<STRING>").load("data/events")


@dp.table
def partitions_of_folders():
    return (
        loader("csv", partitionColumns="year,month", useStrictGlobber="false")
        .options(header="true", pathGlobFilter="*.csv")
        .load("data/by_month")
        .select("id", "year", "month")
    )


@dp.table
def only_some():
    return loader("json", maxFilesPerTrigger=1, includeExistingFiles="true").load("data/events/{a,c}*.json").select("id")


@dp.table
def texts():
    return loader("text").load("data/notes").select("value", "_metadata.file_name")


@dp.materialized_view
def counted():
    return spark.read.table("typed_and_hinted").groupBy().count()
