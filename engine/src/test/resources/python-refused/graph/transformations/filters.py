from pyspark import pipelines as dp


@dp.table(row_filter="ROW FILTER main.default.only_mine ON (id)")  # ! FEATURE_NOT_SUPPORTED: row filter
def filtered():
    return spark.readStream.table("stream_of_files")


@dp.materialized_view(row_filter="ROW FILTER f ON (id)")  # ! FEATURE_NOT_SUPPORTED: row filter
def filtered_view():
    return spark.read.table("stream_of_files")


dp.create_streaming_table("filtered_target", row_filter="ROW FILTER f ON (id)")  # ! FEATURE_NOT_SUPPORTED: row filter
