from pyspark import pipelines as dp


@dp.table
def raw():
    return spark.readStream.schema("id INT, text STRING").json("data/raw")


@dp.temporary_view
def long_texts():
    return spark.readStream.table("texts").where("length(text) > 3")


dp.create_streaming_table("sink_of_both")


@dp.append_flow(target="sink_of_both")
def python_rows():
    return spark.sql("SELECT id, 'python' AS by FROM STREAM(texts)")


@dp.append_flow(target="declared_in_sql")
def rows_for_sql():
    return spark.readStream.table("raw").selectExpr("id * 10 AS id")
