"""Rows that leave the pipeline in three ways."""

import json
import os

from pyspark import pipelines as dp
from pyspark.sql import functions as F
from pyspark.sql.datasource import DataSource, DataSourceStreamWriter, WriterCommitMessage

OUT = os.path.abspath("out")


class LinesWriter(DataSourceStreamWriter):
    def __init__(self, folder):
        self.folder = folder

    def write(self, rows):
        message = WriterCommitMessage()
        message.lines = [json.dumps({"id": row.id}) for row in rows]
        return message

    def commit(self, messages, batchId):
        os.makedirs(self.folder, exist_ok=True)
        with open(os.path.join(self.folder, f"{batchId}.json"), "w") as out:
            out.writelines(line + "\n" for message in messages if message for line in message.lines)

    def abort(self, messages, batchId):
        pass


class Lines(DataSource):
    @classmethod
    def name(cls):
        return "lines"

    def schema(self):
        return "id INT"

    def streamWriter(self, schema, overwrite):
        return LinesWriter(self.options["folder"])


spark.dataSource.register(Lines)


@dp.table
def orders():
    return spark.readStream.schema("id INT, customer STRING, amount INT").json("data/orders")


dp.create_sink(name="archive", format="delta", options={"path": "out/archive"})
dp.create_sink("lines_sink", "lines", {"folder": OUT + "/lines"})


@dp.append_flow(target="archive", name="to_archive")
def archive():
    return spark.readStream.table("orders")


@dp.append_flow(target="lines_sink")
def to_lines():
    return spark.readStream.table("orders").select("id").coalesce(1)


@dp.foreach_batch_sink(name="merged")
def merge(df, batch_id):
    session = df.sparkSession
    df.persist()
    df.groupBy("customer").agg(F.sum("amount").alias("amount")).createOrReplaceTempView("incoming")
    session.sql(f"CREATE TABLE IF NOT EXISTS delta.`{OUT}/merged` (customer STRING, amount BIGINT) USING delta")
    session.sql(
        f"""
        MERGE INTO delta.`{OUT}/merged` AS target USING incoming ON target.customer = incoming.customer
        WHEN MATCHED THEN UPDATE SET amount = target.amount + incoming.amount
        WHEN NOT MATCHED THEN INSERT *
        """
    )
    df.unpersist()


@dp.append_flow(target="merged")
def to_merged():
    return spark.readStream.table("orders")


@dp.foreach_batch_sink
def newest_counts(df, batch_id):
    df.write.mode("overwrite").format("delta").save("out/counts")


@dp.update_flow(target="newest_counts", name="changed_counts", comment="groups that have changed", spark_conf={"spark.sql.shuffle.partitions": "1"})
def counts():
    return spark.readStream.table("orders").groupBy("customer").count()
