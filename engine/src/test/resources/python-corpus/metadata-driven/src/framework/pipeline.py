"""A small framework of the kind that many teams write."""

from __future__ import annotations

from typing import Any, Dict

import dlt
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import expr


class DataflowPipeline:
    def __init__(self, spark: SparkSession, spec: Dict[str, Any]) -> None:
        self.spark = spark
        self.spec = spec
        self.view = "view_" + spec["data_flow_id"]

    def run(self) -> None:
        dlt.view(self.read, name=self.view, comment=f"input of {self.spec['bronze']['table']}")
        self._write_bronze()
        self._write_silver()

    def read(self) -> DataFrame:
        source = self.spec["source"]
        reader = self.spark.readStream.format(source["format"]).options(**source.get("options", {}))
        if "schema" in source:
            reader = reader.schema(source["schema"])
        return reader.load(source["path"])

    def _write_bronze(self) -> None:
        bronze = self.spec["bronze"]
        rules = bronze.get("expect_or_drop", {})
        table = dlt.expect_all_or_drop(rules)(lambda: dlt.read_stream(self.view))
        dlt.table(table, name=bronze["table"], partition_cols=bronze.get("partition_columns"), table_properties=bronze.get("properties"))
        if "quarantine" in self.spec:
            broken = "NOT(" + " AND ".join(f"({rule})" for rule in rules.values()) + ")"
            dlt.table(
                dlt.expect_all_or_drop({"quarantine": broken})(lambda: dlt.read_stream(self.view)),
                name=self.spec["quarantine"]["table"],
            )

    def _write_silver(self) -> None:
        silver = self.spec["silver"]

        def query() -> DataFrame:
            rows = dlt.read_stream(self.spec["bronze"]["table"]).selectExpr(*silver["select"])
            for condition in silver["where"]:
                rows = rows.where(expr(condition))
            return rows

        dlt.table(query, name=silver["table"])


def invoke(spark: SparkSession, onboarding: Any) -> None:
    for spec in onboarding:
        DataflowPipeline(spark, spec).run()
