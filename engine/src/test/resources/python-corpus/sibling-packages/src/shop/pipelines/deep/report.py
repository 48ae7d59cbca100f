from pyspark import pipelines as dp
from pyspark.sql import SparkSession
from shop.pipelines.deep.names import TITLE


@dp.materialized_view(comment=TITLE)
def value():
    session = SparkSession.builder.getOrCreate()
    return session.table("stock").selectExpr("sum(in_stock * price_eur_) AS value")
