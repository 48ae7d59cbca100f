from pyspark import pipelines as dp


@dp.materialized_view(
    name="clustered",
    comment="clustered by two columns",
    cluster_by=["a", "b"],
    table_properties={"delta.enableChangeDataFeed": "true", "team": "x", "pipelines.autoOptimize.zOrderCols": "a"},
    spark_conf={"spark.sql.shuffle.partitions": 1},
    refresh_policy="auto",
)
def clustered():
    return spark.range(3).selectExpr("id AS a", "id % 2 AS b")


@dp.materialized_view(partition_cols=["b"], path="elsewhere/partitioned", refresh_policy="full", format="delta")
def partitioned():
    return spark.read.table("clustered")


@dp.table(cluster_by_auto=True, cluster_by=["a"], path="elsewhere/streamed", format="delta", partition_cols=None)
def streamed():
    return spark.readStream.table("clustered_source")


@dp.table(table_properties={"delta.columnMapping.mode": "name"})
def odd_names():
    return spark.range(1).selectExpr("id AS `a b`", "id AS `c;d`")


dp.create_streaming_table(
    "clustered_source",
    comment="the source",
    cluster_by=["a"],
    cluster_by_auto=False,
    table_properties={"delta.appendOnly": "true"},
    spark_conf={"spark.sql.ansi.enabled": "true"},
    path="elsewhere/source",
    format="delta",
)


@dp.append_flow(target="clustered_source", name="fill_source", once=True, spark_conf={"spark.sql.ansi.enabled": "false"})
def fill():
    return spark.range(2).selectExpr("id AS a", "CAST('x' AS INT) AS nothing")


dp.create_streaming_table("partitioned_target", partition_cols=["p"], private=False)


@dp.append_flow(target="partitioned_target")
def fill_partitions():
    return spark.readStream.table("clustered_source").selectExpr("a", "a % 2 AS p")


@dp.materialized_view(cluster_by_auto=True)
def auto_clustered():
    return spark.sql("SELECT count(*) AS n FROM clustered_source")
