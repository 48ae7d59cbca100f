from pyspark import pipelines as dp


@dp.materialized_view(schema="id INT MASK hide, at TIMESTAMP")  # ! FEATURE_NOT_SUPPORTED: the MASK of a column cannot be kept
def masked():
    return spark.read.table("stream_of_files")
