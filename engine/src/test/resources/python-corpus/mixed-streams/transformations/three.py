import dlt


@dlt.table
def counts():
    return spark.sql("SELECT by, count(*) AS n FROM sink_of_both GROUP BY by")


@dlt.table
def changed_later():
    return spark.readStream.option("skipChangeCommits", "true").table("long_ones")
