package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines in Python, alone and beside SQL, from files to rows. */
@NeedsPython
class PythonPipelinesTest {

    private static final String SALES = """
            import dlt
            from pyspark.sql import functions as F

            @dlt.table(comment="what was sold")
            @dlt.expect_or_drop("positive", "amount > 0")
            @dlt.expect("known shop", F.col("shop").isin("a", "b"))
            def sales():
                return (
                    spark.readStream.format("cloudFiles")
                    .option("cloudFiles.format", "json")
                    .option("cloudFiles.schemaHints", "id BIGINT, amount BIGINT")
                    .load("data/sales")
                    .select("id", "shop", "amount")
                )
            """;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file(
                "data/sales/1.json",
                "{\"id\":1,\"shop\":\"a\",\"amount\":10}",
                "{\"id\":2,\"shop\":\"b\",\"amount\":-20}",
                "{\"id\":3,\"shop\":\"a\",\"amount\":30}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void streamExpectationAndView() {
        pipeline.python("sales.py", SALES + """

                @dlt.table
                def totals():
                    return dlt.read("sales").groupBy("shop").agg(F.sum("amount").alias("total"))
                """);

        Update first = pipeline.update();

        assertThat(pipeline.table("sales")).containsExactly("1|a|10", "3|a|30");
        assertThat(pipeline.table("totals")).containsExactly("a|40");
        assertThat(first.dropped("sales")).isEqualTo(1);
        assertThat(first.expectations("sales")).hasSize(2);

        assertThat(pipeline.restart().update().jobs()).isZero();

        pipeline.file("data/sales/2.json", "{\"id\":4,\"shop\":\"c\",\"amount\":5}");
        pipeline.update();
        assertThat(pipeline.table("totals")).containsExactly("a|40", "c|5");
    }

    @Test
    void sqlAndPythonReadEachOther() {
        pipeline.python("sales.py", SALES).sql("middle.sql", """
                        CREATE STREAMING TABLE doubled AS SELECT id, shop, amount * 2 AS amount FROM STREAM sales;
                        CREATE TEMPORARY VIEW of_a AS SELECT * FROM sales WHERE shop = 'a';
                        """).python("end.py", """
                        from pyspark import pipelines as dp

                        @dp.table
                        def quadrupled():
                            return spark.readStream.table("doubled").selectExpr("id", "amount * 2 AS amount")

                        @dp.materialized_view
                        def counted():
                            return spark.sql("SELECT count(*) AS n FROM LIVE.of_a")

                        @dp.materialized_view
                        def joined():
                            a = spark.read.table("main.default.doubled")
                            b = spark.table("LIVE.quadrupled")
                            return a.join(b, a.id == b.id).select(a.id, b.amount)
                        """);

        pipeline.update();

        assertThat(pipeline.table("quadrupled")).containsExactly("1|40", "3|120");
        assertThat(pipeline.table("counted")).containsExactly("2");
        assertThat(pipeline.table("joined")).containsExactly("1|40", "3|120");
    }

    @Test
    void functionsOfTheUser() {
        pipeline.file("utils/prices.py", "FACTOR = 3", "def price(amount):", "    return amount * FACTOR");
        pipeline.python("sales.py", SALES + """
                import pandas as pd
                from utils import prices

                @F.udf("bigint")
                def tripled(amount):
                    return prices.price(amount)

                @F.pandas_udf("bigint")
                def halved(amount: pd.Series) -> pd.Series:
                    return amount // 2

                def helper(amount):
                    return amount + 1

                plus = F.udf(lambda amount: helper(amount), "bigint")

                @dlt.table
                def priced():
                    rows = dlt.read_stream("sales")
                    return rows.select("id", tripled("amount").alias("a"), halved("amount").alias("b"), plus("id").alias("c"))

                @dlt.view
                def grouped():
                    def top(rows: pd.DataFrame) -> pd.DataFrame:
                        return rows.nlargest(1, "amount")[["shop", "amount"]]
                    return dlt.read("sales").groupBy("shop").applyInPandas(top, "shop STRING, amount BIGINT")

                @dlt.table
                @dlt.expect_or_drop("small", "amount < 100")
                def best():
                    return dlt.read("grouped")
                """);

        pipeline.update();

        assertThat(pipeline.table("priced")).containsExactly("1|30|5|2", "3|90|15|4");
        assertThat(pipeline.table("best")).containsExactly("a|30");
    }

    @Test
    void allThatATableCanSay() {
        pipeline.with(settings -> settings.configuration(Map.of("my.limit", "20")))
                .python("tables.py", """
                        import dlt
                        from pyspark.sql.types import LongType, StringType, StructField, StructType

                        LIMIT = int(spark.conf.get("my.limit"))

                        @dlt.table(
                            name="s2.typed",
                            comment="with everything",
                            schema="id BIGINT NOT NULL COMMENT 'the key', amount DECIMAL(10,2), big BOOLEAN GENERATED ALWAYS AS (amount > 5)",
                            table_properties={"quality": "gold"},
                            cluster_by=["id"],
                        )
                        def anything():
                            return spark.createDataFrame([(1, 2), (2, 30)], "id BIGINT, amount BIGINT").where(f"amount < {LIMIT}")

                        schema = StructType([StructField("id", LongType(), False), StructField("shop", StringType())])

                        @dlt.table(schema=schema, partition_cols=["shop"], temporary=True)
                        def partitioned():
                            return spark.range(2).selectExpr("id", "'x' AS shop")

                        dlt.create_streaming_table("target", expect_all_or_drop={"even": "id % 2 = 0"})

                        for start in (0, 10):
                            @dlt.append_flow(target="target", name=f"from_{start}", once=True)
                            def rows(start=start):
                                return spark.range(start, start + 4)

                        @dlt.table
                        def read_private():
                            return dlt.read("partitioned")
                        """);

        pipeline.update();

        assertThat(pipeline.table("s2.typed")).containsExactly("1|2.00|false");
        assertThat(pipeline.table("target")).containsExactly("0", "10", "12", "2");
        assertThat(pipeline.table("read_private")).containsExactly("0|x", "1|x");
        assertThat(pipeline.rows("DESCRIBE TABLE s2.typed")).anyMatch(line -> line.contains("the key"));
    }

    @Test
    void schemaAndColumnsOfAnInputCanBeAsked() {
        pipeline.python("sales.py", SALES + """

                @dlt.table
                def upper():
                    rows = dlt.read_stream("sales")
                    return rows.select([F.upper(c).alias(c) if t == "string" else F.col(c) for c, t in rows.dtypes])

                @dlt.table
                def columns():
                    rows = dlt.read("upper")
                    return rows.select([F.col(name).alias(name.upper()) for name in rows.columns if name in rows.schema.names])
                """);

        pipeline.update();

        assertThat(pipeline.table("upper")).containsExactly("1|A|10", "3|A|30");
        assertThat(pipeline.columns("columns")).containsExactly("ID", "SHOP", "AMOUNT");
    }

    @Test
    void aggregatesOverTimeKeepTheirState() {
        pipeline.file("data/visits/1.json", "{\"at\":\"2026-01-01T00:00:00Z\"}", "{\"at\":\"2026-01-01T00:30:00Z\"}");
        pipeline.python("visits.py", """
                from pyspark import pipelines as dp
                from pyspark.sql import functions as F

                @dp.table
                def visits():
                    return spark.readStream.schema("at TIMESTAMP").json("data/visits")

                @dp.table
                def hourly():
                    rows = spark.readStream.table("visits").withWatermark("at", "1 hour")
                    return rows.groupBy(F.window("at", "1 hour")).agg(F.count("*").alias("n")).select("window.start", "n")
                """);
        pipeline.update();
        pipeline.file("data/visits/2.json", "{\"at\":\"2026-01-01T09:00:00Z\"}");
        pipeline.update();

        assertThat(pipeline.rows("SELECT n FROM hourly")).containsExactly("2");
    }

    @Test
    void registeredFunctionsAndQueriesWithArguments() {
        pipeline.python("sales.py", SALES + """
                spark.udf.register("shout", lambda text: text.upper() + "!", "string")

                @dlt.table
                def loud():
                    return spark.sql("SELECT id, shout(shop) AS shop FROM STREAM(sales)")

                @dlt.table
                def above():
                    return spark.sql("SELECT id FROM sales WHERE amount > :limit", args={"limit": 20})

                @dlt.table
                def of_frame():
                    rows = dlt.read("sales").where("id = 1")
                    return spark.sql("SELECT shop FROM {rows}", rows=rows)
                """)
                .sql("loud.sql", "CREATE MATERIALIZED VIEW louder AS SELECT shout(shop) AS shop FROM loud;");

        pipeline.update();

        assertThat(pipeline.table("loud")).containsExactly("1|A!", "3|A!");
        assertThat(pipeline.table("louder")).containsExactly("A!!", "A!!");
        assertThat(pipeline.table("above")).containsExactly("3");
        assertThat(pipeline.table("of_frame")).containsExactly("a");
    }

    @Test
    void notebooksAndRulesThatAreReadWhileTheyRun() {
        pipeline.file("rules.json", "{\"name\": \"positive\", \"rule\": \"amount > 0\"}");
        pipeline.python("book.py", """
                # Databricks notebook source
                # MAGIC %md
                # MAGIC # Sales

                # COMMAND ----------

                import dlt
                rules = {row.name: row.rule for row in spark.read.json("rules.json").collect()}
                display(rules)

                # COMMAND ----------

                @dlt.table
                @dlt.expect_all_or_drop(rules)
                def sales():
                    return spark.readStream.format("json").schema("id BIGINT, amount BIGINT").load(dbutils.widgets.get("folder"))

                if __name__ == "__main__":
                    raise RuntimeError("this is for tests")
                """);
        pipeline.python("other.ipynb", """
                {"cells": [
                  {"cell_type": "markdown", "source": ["# text"]},
                  {"cell_type": "code", "source": ["import dlt\\n", "@dlt.table\\n", "def ids():\\n", "    return dlt.read('sales').select('id')"]}
                ]}
                """);
        pipeline.with(settings -> settings.configuration(Map.of("folder", "data/sales")));

        pipeline.update();

        assertThat(pipeline.table("ids")).containsExactly("1", "3");
    }

    @Test
    void hooksGetEveryEvent() throws java.io.IOException {
        pipeline.python("hooks.py", """
                import dlt
                import json

                @dlt.on_event_hook
                def write(event):
                    with open("seen.txt", "a") as out:
                        out.write(event["event_type"] + " " + json.dumps(event["details"]) + "\\n")

                @dlt.table
                def rows():
                    return spark.range(3)
                """);

        pipeline.update();

        assertThat(java.nio.file.Files.readString(pipeline.path("seen.txt")))
                .contains("flow_progress")
                .contains("\"state\": \"COMPLETED\"")
                .startsWith("dataset_definition");
    }

    @Test
    void hooksThatFailAreToldOfAndNotCalledAnyMore() throws java.io.IOException {
        pipeline.python("hooks.py", """
                import dlt

                @dlt.on_event_hook(max_allowable_consecutive_failures=2)
                def broken(event):
                    with open("calls.txt", "a") as out:
                        out.write(event["event_type"] + "\\n")
                    raise ValueError("no")

                @dlt.table
                def rows():
                    return spark.range(3)
                """);

        pipeline.update();

        assertThat(java.nio.file.Files.readAllLines(pipeline.path("calls.txt"))).hasSize(3);
        assertThat(
                        pipeline.rows(
                                "SELECT details:hook_progress.status FROM event_log('test') WHERE event_type = 'hook_progress'"))
                .containsExactly("DISABLED", "FAILED", "FAILED", "FAILED");
    }

    @Test
    void isCheckedOnAThreadWithoutSession() {
        pipeline.python("a.py", """
                import dlt

                @dlt.table
                def rows():
                    return spark.range(3)
                """);
        SparkSession.clearActiveSession();
        assertThat(pipeline.engine().validate().flows()).hasSize(1);
        SparkSession.clearActiveSession();
        assertThat(pipeline.engine().plan(Selection.ALL).tables()).hasSize(1);
        SparkSession.clearActiveSession();
        assertThat(pipeline.engine().tables()).hasSize(1);
    }

    @Test
    void whatHasNotChangedIsNotAnalysedAgain() {
        pipeline.python("sales.py", SALES + """
                from utils import prices

                spark.udf.register("price_of", prices.price, "bigint")

                @dlt.view
                def of_a():
                    return dlt.read("sales").where(F.col("shop") == "a")

                @dlt.table
                def priced():
                    return dlt.read("of_a").select("id", F.udf(prices.price, "bigint")("amount").alias("price"))
                """)
                .file("utils/prices.py", "def price(amount):", "    return amount * 3")
                .sql("prices.sql", "CREATE MATERIALIZED VIEW prices AS SELECT price_of(amount) AS price FROM sales;");
        pipeline.update();
        DataflowGraph first = pipeline.engine().validate();

        assertThat(pipeline.engine().validate()).isSameAs(first);

        pipeline.file("utils/prices.py", "def price(amount):", "    return amount * 5");
        assertThat(pipeline.engine().validate()).isNotSameAs(first);
        pipeline.update();
        assertThat(pipeline.table("priced")).containsExactly("1|50", "3|150");
        assertThat(pipeline.table("prices")).containsExactly("150", "50");
    }
}
