import dlt
from pyspark.sql import functions as F


@dlt.table
@dlt.expect("has name", "name IS NOT NULL")
@dlt.expect_or_drop("adult", F.col("age") >= 18)
@dlt.expect_or_fail("has id", "id IS NOT NULL")
@dlt.expect_all({"short name": "length(name) < 6", "not too old": "age < 120"})
@dlt.expect_all_or_drop({"in europe": "country IN ('DE', 'FR', 'IT')", "positive id": "id > 0"})
@dlt.expect_all_or_fail({"id in range": "id < 1000000", "country written": F.col("country").isNotNull()})
def people():
    return spark.read.schema("id BIGINT, name STRING, age INT, country STRING").json("data/people.json")


# the same functions, under the words of today, on a stream
@dlt.view(name="fresh_people")
@dlt.expect_all_or_drop(expectations={"with name": "name IS NOT NULL"})
def fresh():
    return spark.readStream.schema("id BIGINT, name STRING, age INT, country STRING").json("data/people.json")


@dlt.expect(description="counted twice", constraint="age IS NOT NULL")
@dlt.table(name="people_stream")
@dlt.expect_or_drop(description="older than 20", constraint="age > 20")
def stream():
    return dlt.read_stream("fresh_people")
