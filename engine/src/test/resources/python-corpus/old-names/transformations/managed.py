from pyspark import pipelines as dp

dp.create_table("managed", comment="a target that is no streaming table by name", schema="id BIGINT", private=False)


@dp.append_flow(target="managed")
def into_managed():
    return spark.readStream.table("target_one")


@dp.view
def of_today():
    return dp.read("managed")


@dp.materialized_view
def counted():
    return dp.read("of_today").groupBy().count()


@dp.table
def copied():
    return dp.read_stream("managed")
