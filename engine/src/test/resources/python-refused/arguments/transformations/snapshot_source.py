from pyspark import pipelines as dp

dp.create_auto_cdc_from_snapshot_flow(target="t", source=7, keys=["id"])  # ! PYTHON_DEFINITION_FAILED: the name of a dataset or a function
