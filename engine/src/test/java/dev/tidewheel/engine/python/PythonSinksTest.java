package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.RetryPolicy;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that pipelines in Python declare. */
@NeedsPython
class PythonSinksTest {
    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder)
                .with(settings -> settings.configuration(Map.of(RetryPolicy.KEY, "0")))
                .file("data/1.json", "{\"id\":1,\"n\":10}", "{\"id\":2,\"n\":20}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private List<String> given(String path) {
        return pipeline.rows("SELECT * FROM delta.`" + pipeline.path(path) + "`");
    }

    @Test
    void aSinkOfADataSource() {
        pipeline.python("a.py", """
                from pyspark import pipelines as dp

                dp.create_sink(name="outside", format="delta", options={"path": "out"})

                @dp.table
                def orders():
                    return spark.readStream.schema("id BIGINT, n BIGINT").json("data")

                @dp.append_flow(target="outside", name="export")
                def export():
                    return spark.readStream.table("orders").select("id")

                @dp.append_flow(target="outside", once=True)
                def backfill():
                    return spark.range(100, 102)
                """);
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":3,\"n\":30}").restart().update();

        assertThat(given("out")).containsExactly("1", "100", "101", "2", "3");
    }

    @Test
    void aFunctionMergesEachBatch() {
        pipeline.python("a.py", """
                from pyspark import pipelines as dp

                @dp.foreach_batch_sink
                def latest(df, batch_id):
                    assert df.count() == len(df.collect())
                    if batch_id == 0:
                        df.limit(0).write.format("delta").save("out")
                    df.createOrReplaceTempView("incoming")
                    df.sparkSession.sql(\"""
                        MERGE INTO delta.`%s` AS target USING incoming ON target.id = incoming.id
                        WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
                    \""")

                @dp.append_flow(target="latest")
                def rows():
                    return spark.readStream.schema("id BIGINT, n BIGINT").json("data")
                """.formatted(pipeline.path("out")));
        pipeline.update();
        assertThat(given("out")).containsExactly("1|10", "2|20");

        pipeline.file("data/2.json", "{\"id\":2,\"n\":21}", "{\"id\":3,\"n\":30}")
                .restart()
                .update();
        assertThat(given("out")).containsExactly("1|10", "2|21", "3|30");
        assertThat(pipeline.restart().update().jobs()).isZero();
    }

    @Test
    void changedGroupsComeAgain() {
        pipeline.python("a.py", """
                from pyspark import pipelines as dp
                from pyspark.sql import functions as F

                @dp.foreach_batch_sink(name="totals")
                def keep(df, batch_id):
                    df.withColumn("batch", F.lit(batch_id)).write.format("delta").mode("append") \\
                        .option("txnAppId", "totals").option("txnVersion", batch_id).save("out")

                @dp.update_flow(target="totals", name="sums")
                def sums():
                    rows = spark.readStream.schema("id BIGINT, n BIGINT").json("data")
                    return rows.groupBy("id").agg(F.sum("n").alias("total"))
                """);
        pipeline.update();
        pipeline.file("data/2.json", "{\"id\":2,\"n\":5}", "{\"id\":3,\"n\":30}")
                .restart()
                .update();

        assertThat(given("out")).containsExactly("1|10|0", "2|20|0", "2|25|1", "3|30|1");
    }

    @Test
    void severalFlowsOfOneFunctionEachWithNumbersOfItsOwn() {
        pipeline.file("more/1.json", "{\"id\":7,\"n\":1}").python("a.py", """
                import json
                import threading
                from pyspark import pipelines as dp

                lock = threading.Lock()

                @dp.foreach_batch_sink()
                def sink(df, batch_id):
                    with lock, open("given.txt", "a") as out:
                        out.write(json.dumps([batch_id, sorted(row.id for row in df.collect())]) + "\\n")

                for folder in ("data", "more"):
                    @dp.append_flow(target="sink", name=f"from_{folder}")
                    def rows(folder=folder):
                        return spark.readStream.schema("id BIGINT, n BIGINT").json(folder)
                """);
        pipeline.update();
        pipeline.file("more/2.json", "{\"id\":8,\"n\":1}").update();

        assertThat(pipeline.path("given.txt"))
                .content()
                .hasLineCount(3)
                .contains("[0, [1, 2]]", "[0, [7]]")
                .endsWith("[1, [8]]\n");
    }

    @Test
    void whatAFunctionRaisesIsToldAtItsLineAndTheBatchComesAgain() throws IOException {
        pipeline.python("a.py", """
                import os
                from pyspark import pipelines as dp

                @dp.foreach_batch_sink
                def sink(df, batch_id):
                    with open("given.txt", "a") as out:
                        out.write(f"{batch_id} {df.count()}\\n")
                    if os.path.exists("down"):
                        raise ConnectionError("the service is down")

                @dp.append_flow(target="sink")
                def rows():
                    return spark.readStream.schema("id BIGINT, n BIGINT").json("data")
                """).file("down");
        Problem problem = pipeline.failure(ErrorCode.BATCH_HANDLER_FAILED);
        assertThat(problem.message()).isEqualTo("the sink `sink` failed: ConnectionError: the service is down");
        assertThat(problem.location()).hasToString("transformations/a.py:9:9");
        assertThat(problem.dataset()).isEqualTo("main.default.rows");

        Files.delete(pipeline.path("down"));
        pipeline.file("data/2.json", "{\"id\":3,\"n\":30}").update();
        assertThat(pipeline.path("given.txt")).content().isEqualTo("0 2\n0 2\n1 1\n");
    }

    @Test
    void aLostProcessIsReplacedAndTheBatchComesAgain() {
        pipeline.with(settings -> settings.configuration(Map.of(RetryPolicy.KEY, "3")))
                .python("a.py", """
                import os
                from pyspark import pipelines as dp

                @dp.foreach_batch_sink
                def sink(df, batch_id):
                    attempts = sum(1 for _ in open("given.txt")) if os.path.exists("given.txt") else 0
                    with open("given.txt", "a") as out:
                        out.write(f"{batch_id} {df.count()}\\n")
                    if attempts < 2:
                        os.kill(os.getpid(), 9)

                @dp.append_flow(target="sink")
                def rows():
                    return spark.readStream.schema("id BIGINT, n BIGINT").json("data")

                @dp.materialized_view
                def other():
                    return spark.range(3)
                """);
        Update update = pipeline.update();

        assertThat(pipeline.path("given.txt")).content().isEqualTo("0 2\n0 2\n0 2\n");
        assertThat(pipeline.table("other")).hasSize(3);
        assertThat(update.events()).anyMatch(event -> event.message().contains("is tried again"));
    }

    @Test
    void mistakesInDeclarationsAreLocated() {
        pipeline.python("a.py", """
                from pyspark import pipelines as dp

                dp.create_sink("outside", "delta", {})

                @dp.append_flow(target="outside")
                def whole():
                    return spark.range(3)

                @dp.table
                def table():
                    return spark.readStream.schema("id BIGINT").json("data")

                @dp.update_flow(target="table")
                def changes():
                    return spark.readStream.schema("id BIGINT").json("data")
                """);
        PipelineException refused = catchThrowableOfType(
                PipelineException.class, () -> pipeline.engine().plan(Selection.ALL));
        assertThat(refused.problems())
                .extracting(problem -> problem.code() + " " + problem.location())
                .containsExactlyInAnyOrder(
                        "SINK_INVALID transformations/a.py:3:17",
                        "QUERY_NOT_STREAMING transformations/a.py:5:1",
                        "FLOW_TARGET_INVALID transformations/a.py:13:1");

        pipeline.python("a.py", """
                from pyspark import pipelines as dp

                @dp.foreach_batch_sink
                def sink(df):
                    pass
                """);
        Problem problem = pipeline.failure(ErrorCode.PYTHON_DEFINITION_FAILED);
        assertThat(problem.message()).contains("takes two parameters: the batch and its number");
        assertThat(problem.location()).hasToString("transformations/a.py:3:1");
    }
}
