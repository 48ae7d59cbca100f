# Databricks notebook source
FACTOR = 7


@dlt.view
def numbers():
    return spark.range(1, 4).toDF("n")
