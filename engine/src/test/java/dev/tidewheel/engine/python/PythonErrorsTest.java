package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in Python files is shown with the user's own lines, and nothing else. */
@NeedsPython
class PythonErrorsTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String place(Problem problem) {
        return Objects.requireNonNull(problem.location()).toString();
    }

    @Test
    void exceptionsSyntaxAndImports() {
        pipeline.file("lib/rules.py", "def load(name):", "    return {'a': 1}[name]")
                .python("a.py", "from lib import rules\n\nVALUE = rules.load('b')\n")
                .python("b.py", "x = 1\ndef (:\n")
                .python("c.py", "import no_such_package.part\n");

        Update update = pipeline.run(Selection.ALL);

        List<Problem> problems = update.result().problems();
        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.PYTHON_DEFINITION_FAILED);
        assertThat(problems)
                .extracting(PythonErrorsTest::place)
                .anyMatch(place -> place.startsWith("lib/rules.py:2"))
                .anyMatch(place -> place.startsWith("transformations/b.py:2"))
                .anyMatch(place -> place.startsWith("transformations/c.py:1"))
                .hasSize(3);
        assertThat(problems.get(0).message()).isEqualTo("`transformations/a.py` failed: KeyError: 'b'");
        assertThat(problems.get(0).cause()).isEqualTo("called from transformations/a.py:3 in <module>");
        assertThat(problems.get(2).fix()).contains("no_such_package").contains("environment");
    }

    @Test
    void queryFunctionsAndColumns() {
        pipeline.python("a.py", """
                import dlt
                from pyspark.sql import functions as F

                @dlt.table
                def nothing():
                    spark.range(1)

                @dlt.table
                def number():
                    return 7
                """);
        List<Problem> problems = pipeline.run(Selection.ALL).result().problems();
        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "the query function of `nothing` returns nothing",
                        "the query function of `number` returns int, which is no DataFrame of Spark");

        pipeline.python("a.py", """
                import dlt
                from pyspark.sql import functions as F

                @dlt.table
                def misspelt():
                    rows = spark.range(3)
                    return rows.where(
                        F.col("idd") > 1
                    )

                @dlt.table
                def sql():
                    return spark.sql(\"""
                        SELECT id, nmae
                        FROM misspelt
                    \""")

                @dlt.table
                def unknown():
                    return dlt.read("mispelt")

                @dlt.table
                def rows_wanted():
                    return spark.range(dlt.read("numbers").count())

                @dlt.table
                def numbers():
                    return spark.range(3)
                """);
        problems = pipeline.run(Selection.ALL).result().problems();
        assertThat(problems)
                .extracting(PythonErrorsTest::place)
                .anyMatch(place -> place.startsWith("transformations/a.py:8"))
                .anyMatch(place -> place.startsWith("transformations/a.py:20"))
                .anyMatch(place -> place.startsWith("transformations/a.py:24"))
                .hasSize(3);
        assertThat(problems).extracting(Problem::fix).anyMatch(fix -> fix.contains("misspelt"));

        pipeline.python("a.py", """
                import dlt

                @dlt.table
                def good():
                    return spark.range(3)

                @dlt.table
                def sql():
                    return spark.sql(\"""
                        SELECT id, nmae
                        FROM good
                    \""")
                """);
        assertThat(place(pipeline.failure(ErrorCode.QUERY_INVALID))).isEqualTo("transformations/a.py:10:20");
    }

    @Test
    void definitionsThatDoNotGoTogether() {
        pipeline.python("a.py", """
                import dlt

                dlt.create_streaming_table(name="target", partition_cols=["a"], cluster_by=["b"], schema="a INT, b INT")

                @dlt.append_flow(target="target")
                def rows():
                    return spark.readStream.table("source")
                """);
        Problem problem = pipeline.failure(ErrorCode.PYTHON_DEFINITION_INVALID);
        assertThat(problem.message()).contains("both partitioned and clustered");
        assertThat(place(problem)).startsWith("transformations/a.py:3");

        pipeline.python("a.py", """
                import dlt

                @dlt.table
                def same():
                    return spark.range(1)

                @dlt.table(name="same")
                def other():
                    return spark.range(1)
                """);
        assertThat(place(pipeline.failure(ErrorCode.DUPLICATE_DEFINITION))).startsWith("transformations/a.py:7");

        pipeline.python("a.py", """
                import dlt
                from pyspark.sql.functions import col, expr

                @dlt.table
                def source():
                    return spark.readStream.format("rate").load()

                dlt.create_streaming_table("target")
                dlt.apply_changes(target="target", source="source", keys=["value"], sequence_by=col("timestamp"),
                                  apply_as_deletes=expr("value = 1"), stored_as_scd_type=2)
                """);
        assertThat(pipeline.failure(ErrorCode.FEATURE_NOT_SUPPORTED).message()).contains("AUTO CDC");
    }

    @Test
    void functionsThatFailWhileTheyRun() {
        pipeline.file("lib/math.py", "def inverse(value):", "    return 1 // value")
                .python("a.py", """
                        import dlt
                        import pandas as pd
                        from lib import math
                        from pyspark.sql import functions as F

                        def through(value):
                            return math.inverse(value)

                        inverse = F.udf(through, "int")
                        spark.udf.register("inverse_of", inverse)

                        @F.pandas_udf("long")
                        def vectorised(values: pd.Series) -> pd.Series:
                            raise ValueError("these values\\nare wrong")

                        @F.udf("int")
                        def needs_more(value):
                            import not_there_either
                            return 1

                        @dlt.table
                        def of_module():
                            return spark.range(3).select(inverse("id").alias("id"))

                        @dlt.table
                        def of_pandas():
                            return spark.range(3).select(vectorised("id").alias("id"))

                        @dlt.table
                        def of_import():
                            return spark.range(3).select(needs_more("id").alias("id"))

                        @dlt.table
                        def of_groups():
                            def broken(rows):
                                return rows["no such column"]
                            return spark.range(3).groupBy("id").applyInPandas(broken, "id long")

                        @dlt.table
                        def of_spark():
                            rows = spark.range(3)
                            return rows.select(
                                (F.lit(1) / F.col("id")).alias("x"),
                            )

                        @dlt.table
                        def of_text():
                            return spark.range(3).selectExpr("id", "1 / id AS x")
                        """)
                .sql("b.sql", "CREATE MATERIALIZED VIEW of_sql AS SELECT inverse_of(id) AS x FROM range(3);");

        List<Problem> problems = pipeline.run(Selection.ALL).result().problems();

        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.QUERY_FAILED);
        assertThat(problems)
                .extracting(problem -> place(problem).replaceFirst("(:\\d+):\\d+$", "$1") + " " + problem.message())
                .containsExactlyInAnyOrder(
                        "lib/math.py:2 `inverse` failed: ZeroDivisionError: integer division or modulo by zero",
                        "transformations/a.py:14 `vectorised` failed: ValueError: these values are wrong",
                        "transformations/a.py:18 `needs_more` failed: ModuleNotFoundError: No module named"
                                + " 'not_there_either'",
                        "transformations/a.py:36 `broken` failed: KeyError: 'no such column'",
                        "transformations/a.py:43 Division by zero",
                        "transformations/a.py:48 Division by zero",
                        "transformations/b.sql:1 `inverse` failed: ZeroDivisionError: integer division or modulo by"
                                + " zero");
        assertThat(problems)
                .extracting(Problem::cause)
                .contains("called from transformations/a.py:7 in through")
                .anyMatch(cause -> cause.endsWith("lib/math.py:2"));
        assertThat(problems).extracting(Problem::fix).anyMatch(fix -> fix.contains("environment"));
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("site-packages"));
    }

    @Test
    void aDataSourceThatFails() {
        pipeline.python("a.py", """
                import dlt
                from pyspark.sql.datasource import DataSource, DataSourceReader

                class WithoutSchema(DataSource):
                    @classmethod
                    def name(cls):
                        return "without_schema"

                    def schema(self):
                        raise ValueError("the service is not there")

                class Reader(DataSourceReader):
                    def read(self, partition):
                        raise ValueError("no rows today")

                class WithoutRows(WithoutSchema):
                    @classmethod
                    def name(cls):
                        return "without_rows"

                    def schema(self):
                        return "id INT"

                    def reader(self, schema):
                        return Reader()

                spark.dataSource.register(WithoutSchema)
                spark.dataSource.register(WithoutRows)

                @dlt.table
                def first():
                    return spark.read.format("without_schema").load()
                """);
        Problem problem = pipeline.failure(ErrorCode.QUERY_INVALID);
        assertThat(problem.message()).contains("`without_schema`").contains("ValueError: the service is not there");
        assertThat(place(problem)).startsWith("transformations/a.py:32");

        pipeline.python("b.py", """
                import dlt

                @dlt.table
                def second():
                    return spark.read.format("without_rows").load()
                """).python("a.py", readOf("a.py").replaceAll("(?s)@dlt.*", ""));
        problem = pipeline.failure(ErrorCode.QUERY_FAILED);
        assertThat(problem.message()).contains("ValueError: no rows today");
        assertThat(place(problem)).startsWith("transformations/a.py:14");
    }

    private String readOf(String file) {
        try {
            return java.nio.file.Files.readString(pipeline.path("transformations/" + file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theProcessEndsAndTheNextUpdateHasAnother() {
        pipeline.python("a.py", "import os, sys\nprint('the last words', file=sys.stderr, flush=True)\nos._exit(3)\n");
        Problem problem = pipeline.failure(ErrorCode.PYTHON_PROCESS_LOST);
        assertThat(problem.message()).endsWith("ended with status 3");
        assertThat(problem.cause()).contains("the last words");

        pipeline.python("a.py", """
                import dlt

                @dlt.table
                def rows():
                    return spark.range(3)
                """);
        pipeline.update();
        assertThat(pipeline.table("rows")).hasSize(3);
    }
}
