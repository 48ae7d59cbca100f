import dlt


@dlt.table(temporary=True)
def staged():
    return spark.readStream.schema("id INT, v INT").json("data/in")


@dlt.table(private=True, name="cleaned")
def cleaned():
    return dlt.read_stream("staged").where("v IS NOT NULL")


@dlt.table
def published():
    return dlt.read("cleaned").groupBy().sum("v").toDF("total")
