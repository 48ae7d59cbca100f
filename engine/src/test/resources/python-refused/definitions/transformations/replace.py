from pyspark import pipelines as dp


@dp.table(replace_using=["id"])  # ! PYTHON_DEFINITION_INVALID: needs both replace_using and sequence_by
def half():
    return spark.readStream.table("source")
