from pyspark import pipelines as dp

dp.create_streaming_table("hidden_target", private=True)


@dp.append_flow(target="hidden_target")
def hidden_rows():
    return spark.readStream.table("staged")


@dp.materialized_view(temporary=True)
def hidden_counts():
    return spark.read.table("hidden_target").groupBy("id").count()


@dp.materialized_view(private=False)
def counts():
    return spark.read.table("hidden_counts").selectExpr("max(count) AS most")
