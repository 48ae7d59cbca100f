import dlt
from sources.people import PeopleSource

spark.dataSource.register(PeopleSource)

# it can be read while the files are run, too
HOW_MANY = spark.read.format("people").load().count()


@dlt.table
@dlt.expect_or_drop("not the first", "id > 0")
def people():
    return spark.read.format("people").option("count", "4").load()


@dlt.view
def others():
    return spark.read.format("people").options(prefix="x", count=HOW_MANY).load()


@dlt.table
def with_columns():
    rows = dlt.read("others")
    return rows.select([rows[name].alias(f"{name}_of_other") for name in rows.columns])


@dlt.table
def other_schema():
    return spark.read.format("people").schema("id INT, name STRING").load().where("id = 1")
