import os

from pyspark import pipelines as dp

HERE = os.path.basename(os.path.dirname(__file__))


@dp.materialized_view(name=f"{HERE}_view")
def more():
    return spark.sql(f"SELECT '{__name__}' AS module")
