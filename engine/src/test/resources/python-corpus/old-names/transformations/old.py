import dlt

dlt.create_target_table(name="target_one", comment="old name of create_streaming_table")
dlt.create_streaming_live_table(
    name="target_two", schema="id BIGINT", expect_all_or_drop={"small": "id < 3"}, cluster_by=["id"]
)


@dlt.append_flow("flow_by_position", "target_one", "in the old order of arguments", {"spark.sql.ansi.enabled": "true"}, True)
def first():
    return spark.range(2)


@dlt.append_flow(name="second_flow", target="target_two")
def second():
    return dlt.read_stream("target_one").union(dlt.read_stream("target_one").selectExpr("id + 2"))


@dlt.create_table(name="made", comment="as a decorator", temporary=True)
def made():
    return dlt.read("target_two")


@dlt.create_table
def bare():
    return dlt.read("made").where("id > 0")


@dlt.create_view(name="seen")
@dlt.expect_or_fail("set", "id IS NOT NULL")
def seen():
    return dlt.read("bare")


@dlt.create_table()
def last():
    return dlt.read(name="seen").selectExpr("max(id) AS id")


@dlt.view(comment="a view", spark_conf={"spark.sql.ansi.enabled": "true"})
def ids():
    return dlt.read_stream(name="target_two")


@dlt.table
def streamed():
    return dlt.read_stream("ids")
