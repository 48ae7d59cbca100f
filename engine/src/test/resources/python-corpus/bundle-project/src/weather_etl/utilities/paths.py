from pyspark.sql import SparkSession


def landing(name):
    return SparkSession.getActiveSession().conf.get("weather.source") + "/" + name
