import dlt

# at the top: known to all query functions of all files
spark.createDataFrame([("DE", "Germany"), ("FR", "France")], ["code", "country"]).createOrReplaceTempView("lookup")
spark.sql("CREATE OR REPLACE TEMPORARY VIEW euro AS SELECT code FROM lookup WHERE code <> 'XX'")
spark.range(1).createOrReplaceGlobalTempView("one_row")
assert spark.sql("SELECT count(*) AS n FROM euro").first().n == 2
assert spark.catalog.tableExists("lookup")
spark.range(5).createTempView("gone")
spark.catalog.dropTempView("gone")
assert not spark.catalog.tableExists("gone")


@dlt.table
def orders():
    return spark.readStream.schema("id INT, code STRING, amount INT").json("data/orders")


@dlt.table
def with_country():
    # inside: known until the function returns
    orders = dlt.read("orders")
    orders.createOrReplaceTempView("orders_tmp")
    big = spark.sql("SELECT * FROM orders_tmp WHERE amount > 1")
    big.createOrReplaceTempView("big_orders")
    return spark.sql(
        """
        WITH named AS (SELECT code, country FROM lookup)
        SELECT b.id, n.country, s.same
        FROM big_orders b
        JOIN named n ON b.code = n.code
        JOIN (SELECT code, count(*) AS same FROM big_orders GROUP BY code) s ON s.code = b.code
        WHERE b.code IN (SELECT code FROM euro)
        """
    )


@dlt.table
def streamed():
    dlt.read_stream("orders").createOrReplaceTempView("orders_tmp")
    return spark.sql("SELECT id, amount + 1 AS amount FROM orders_tmp")


@dlt.table
def through_table():
    return spark.table("lookup").join(spark.read.table("euro"), "code").crossJoin(spark.table("global_temp.one_row")).drop("id")


@dlt.table
def with_arguments():
    frame = dlt.read("orders")
    return spark.sql(
        "SELECT f.id, {label} AS label, :limit AS top FROM {f} f JOIN lookup l ON f.code = l.code WHERE amount <= :limit",
        args={"limit": 5},
        f=frame,
        label="x",
    )
