# Databricks notebook source
import json

from framework.pipeline import invoke

rows = spark.read.option("multiline", "true").json("conf/onboarding.json").toJSON().collect()
invoke(spark, [json.loads(row.value) for row in rows])
