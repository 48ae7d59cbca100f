from pyspark import pipelines as dp


@dp.table(replace_using=["id"], sequence_by="at")  # ! FEATURE_NOT_SUPPORTED: REPLACE USING
def replaced():
    return spark.readStream.table("stream_of_files")


dp.create_streaming_table("replaced_by_flow")


@dp.replace_flow(target="replaced_by_flow", replace_using=["id"], sequence_by="at", name="replacing", comment="c", spark_conf={"a": "b"})  # ! FEATURE_NOT_SUPPORTED: REPLACE USING
def replacing_rows():
    return spark.readStream.table("stream_of_files")
