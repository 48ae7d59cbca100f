from pyspark import pipelines as dp

dp.create_streaming_table("target")
dp.create_auto_cdc_flow(target="target", source="source", keys=[], sequence_by="at")  # ! PYTHON_DEFINITION_FAILED: keys must name at least one column
