from pyspark import pipelines as dp


@dp.table(partition_by=["a"])  # ! PYTHON_DEFINITION_FAILED: unexpected keyword argument 'partition_by'
def rows():
    return spark.range(1)
