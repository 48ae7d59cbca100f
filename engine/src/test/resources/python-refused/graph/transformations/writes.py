import dlt


@dlt.table
def saved():
    rows = dlt.read("numbers")  # ! QUERY_INVALID: asks for rows of `numbers`
    rows.write.mode("overwrite").saveAsTable("elsewhere")
    return rows


@dlt.table
def started():
    rows = dlt.read_stream("stream_of_files")  # ! QUERY_INVALID: asks for rows of `stream_of_files`
    rows.writeStream.format("noop").start()
    return rows


@dlt.table
def stream_of_files():
    return spark.readStream.schema("id INT, at TIMESTAMP").json("data")
