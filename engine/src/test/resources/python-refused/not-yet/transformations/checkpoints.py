import dlt

dlt.create_streaming_table("with_checkpoint")


@dlt.append_flow(target="with_checkpoint", import_checkpoint="/old/checkpoint")  # ! FEATURE_NOT_SUPPORTED: import_checkpoint
def flow():
    return spark.readStream.table("source")
