import os
import sys

sys.path.append(os.path.abspath(spark.conf.get("bundle.sourcePath", ".")))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "local"))

import dlt
from pyspark.sql.functions import udf
from taxes import vat

import discounts

gross = udf(vat.gross, "double")


@udf("double")
def cheaper(price):
    return discounts.half(price)


@dlt.table
def prices():
    net = spark.createDataFrame([("a", 100.0, "DE"), ("b", 10.0, "FR")], "item STRING, net DOUBLE, country STRING")
    return net.withColumn("gross", gross("net", "country")).withColumn("half", cheaper("net"))
