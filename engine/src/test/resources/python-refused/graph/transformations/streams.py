import dlt


@dlt.table  # ! QUERY_INVALID: .withWatermark("<time>", "10 minutes") on the input
def without_watermark():
    return dlt.read_stream("stream_of_files").groupBy("id").count()


@dlt.table
def stream_of_view():
    return dlt.read_stream("numbers")  # ! QUERY_NOT_STREAMING: cannot be read as a stream


@dlt.table
def misspelt():
    return dlt.read("numberss")  # ! DATASET_NOT_FOUND: did you mean `numbers`?
