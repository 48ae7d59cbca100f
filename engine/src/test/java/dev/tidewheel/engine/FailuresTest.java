package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates that fail: where the error is, what is left alone, what goes on. */
class FailuresTest {

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/1.json", "{\"id\":1,\"text\":\"1\"}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static String place(Problem problem) {
        return String.valueOf(problem.location());
    }

    @Test
    void anErrorAtRunTimeIsLocatedInTheFile() {
        pipeline.sql("""
                CREATE STREAMING TABLE t AS
                SELECT id,
                       CAST(text AS INT) AS n
                FROM STREAM read_files('data', format => 'json', schema => 'id INT, text STRING');
                CREATE MATERIALIZED VIEW v AS SELECT id,
                  10 / (id - 2) AS q FROM t;
                CREATE MATERIALIZED VIEW beside AS SELECT count(*) AS n FROM t;
                CREATE MATERIALIZED VIEW below AS SELECT sum(q) AS s FROM v;
                """);
        pipeline.update();
        var before = pipeline.table("v");
        pipeline.file("data/2.json", "{\"id\":2,\"text\":\"2\"}");

        Update update = pipeline.run(Selection.ALL);

        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        Problem problem = update.result().problems().get(0);
        assertThat(problem.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(problem.message()).contains("Division by zero");
        assertThat(place(problem)).contains("pipeline.sql:6:3");
        assertThat(problem.dataset()).contains("v");
        assertThat(pipeline.table("v")).isEqualTo(before);
        assertThat(update.status("beside")).isEqualTo(FlowStatus.COMPLETED);
        assertThat(update.status("below")).isEqualTo(FlowStatus.SKIPPED);
        assertThat(pipeline.table("beside")).containsExactly("2");
        assertThat(update.events())
                .filteredOn(event -> event.details() instanceof EventDetails.FlowProgress progress
                        && progress.status() == FlowStatus.FAILED)
                .singleElement()
                .extracting(PipelineEvent::error)
                .isNotNull();

        pipeline.file("data/3.json", "{\"id\":3,\"text\":\"three\"}");
        long version = pipeline.version("t");
        Problem cast = pipeline.failure(ErrorCode.QUERY_FAILED);
        assertThat(cast.message()).contains("three");
        assertThat(place(cast)).contains("pipeline.sql:3:8");
        assertThat(pipeline.version("t")).isEqualTo(version);
    }

    @Test
    void anErrorInAViewIsLocatedInTheView() {
        pipeline.sql("""
                CREATE TEMPORARY VIEW below AS SELECT id, 1 / (id - 1) AS q
                FROM read_files('data', format => 'json');
                CREATE MATERIALIZED VIEW v AS SELECT q FROM below;
                """);
        Problem problem = pipeline.failure(ErrorCode.QUERY_FAILED);
        assertThat(place(problem)).contains("pipeline.sql:1:43");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsWritten() {
        pipeline.sql("a.sql", """
                CREATE MATERIALIZED VIEW a AS SELECT idd FROM read_files('data', format => 'json');
                CREATE MATERIALIZED VIEW follows AS SELECT * FROM a;
                CREATE MATERIALIZED VIEW b AS SELECT * FROM mising;
                CREATE STREAMING TABLE c AS SELECT 1 AS id;
                """);
        pipeline.sql("b.sql", """
                CREATE MATERIALIZED VIEW missing AS SELECT 1 AS id;
                CREATE MATERIALIZED VIEW x AS SELECT * FROM y;
                CREATE MATERIALIZED VIEW y AS SELECT * FROM x;
                CREATE MATERIALIZED VIEW missing AS SELECT 2 AS id;
                """);
        Update update = pipeline.run(Selection.ALL);
        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(update.result().problems())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        ErrorCode.QUERY_INVALID,
                        ErrorCode.DATASET_NOT_FOUND,
                        ErrorCode.QUERY_NOT_STREAMING,
                        ErrorCode.CYCLE,
                        ErrorCode.DUPLICATE_DEFINITION);
        assertThat(update.result().problems())
                .allSatisfy(problem -> assertThat(problem.location()).isNotNull());
        assertThat(pipeline.path(".tidewheel/tables")).doesNotExist();
        assertThat(update.messages()).contains("is FAILED");
    }

    @Test
    void sourcesThatDoNotParseStillGiveAnUpdateWithAnEnd() {
        pipeline.sql("CREATE MATERIALISED VIEW v AS SELECT 1;");
        Update update = pipeline.run(Selection.ALL);
        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        assertThat(update.result().problems()).extracting(Problem::code).containsExactly(ErrorCode.SQL_SYNTAX);
        assertThat(update.result().updateId()).isNotEmpty();
        assertThat(update.events()).isNotEmpty();
    }

    @Test
    void oneUpdateOfAPipelineAtATime() throws Exception {
        pipeline.sql("CREATE MATERIALIZED VIEW v AS SELECT 1 AS id;");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        UpdateRequest first = UpdateRequest.of(Selection.ALL).stoppedBy(() -> {
            running.countDown();
            try {
                return !refused.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        });
        PipelineEngine engine = pipeline.engine();
        var result = java.util.concurrent.CompletableFuture.supplyAsync(() -> engine.run(first));
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        try (PipelineEngine second = PipelineEngine.on(pipeline.session(), engine.settings())) {
            assertThatThrownBy(() -> second.run(UpdateRequest.of(Selection.ALL)))
                    .isInstanceOfSatisfying(
                            PipelineException.class,
                            e -> assertThat(e.problems())
                                    .extracting(Problem::code)
                                    .containsExactly(ErrorCode.UPDATE_IN_PROGRESS));
        } finally {
            refused.countDown();
        }
        assertThat(result.get(60, TimeUnit.SECONDS).state()).isEqualTo(UpdateState.COMPLETED);
        pipeline.update();
    }

    @Test
    void anUpdateThatIsStoppedIsCanceledAndLosesNothing() {
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.file("data/3.json", "{\"id\":3}");
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data', format => 'json', maxFilesPerTrigger => 1);
                CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM t;
                """);
        AtomicBoolean stop = new AtomicBoolean();
        UpdateRequest request = UpdateRequest.of(Selection.ALL)
                .stoppedBy(stop::get)
                .watchedBy(event -> {
                    if (event.details() instanceof EventDetails.FlowProgress progress && progress.write() != null) {
                        stop.set(true);
                    }
                });
        PipelineEngine engine = pipeline.engine();
        assertThat(engine.run(request).state()).isIn(UpdateState.CANCELED, UpdateState.COMPLETED);
        pipeline.update();
        assertThat(pipeline.table("t")).containsExactly("1", "2", "3");
        assertThat(pipeline.table("n")).containsExactly("3");
    }

    @Test
    void aFullRefreshThatIsStoppedLeavesTheRowsThatWereThere() {
        pipeline.sql("""
                CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data', format => 'json');
                CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM t;
                """);
        pipeline.update();
        Selection everythingAnew = new Selection(List.of(), List.of(), true);
        boolean stopped = true;
        for (int calm = 0; stopped; calm++) {
            AtomicInteger asked = new AtomicInteger(-calm);
            Update update =
                    pipeline.run(UpdateRequest.of(everythingAnew).stoppedBy(() -> asked.getAndIncrement() >= 0));
            stopped = update.result().state() == UpdateState.CANCELED;
            assertThat(pipeline.table("t"))
                    .as("stopped when asked for the %d. time", calm)
                    .containsExactly("1");
            assertThat(pipeline.table("n")).containsExactly("1");
            assertThat(update.statuses().getOrDefault("t", FlowStatus.STOPPED))
                    .isIn(stopped ? List.of(FlowStatus.STOPPED, FlowStatus.COMPLETED) : List.of(FlowStatus.COMPLETED));
            assertThat(calm).isLessThan(100);
        }
    }

    @Test
    void aBatchThatAnotherProcessHasCommittedIsNotRepeatedInPart() throws Exception {
        pipeline.file("data/2.json", "{\"id\":2}");
        pipeline.file("data/3.json", "{\"id\":3}");
        String table = "CREATE STREAMING TABLE t AS SELECT id FROM STREAM read_files('data', format => 'json',"
                + " schema => 'id INT', maxFilesPerTrigger => %d);";
        Path log = pipeline.path(".tidewheel/tables/main/default/t/_delta_log");
        pipeline.sql(table.formatted(1));
        pipeline.run(UpdateRequest.of(Selection.ALL)
                .stoppedBy(() -> Files.exists(log.resolve("00000000000000000000.json"))));
        assertThat(pipeline.table("t")).containsExactly("1");
        pipeline.sql(table.formatted(2));
        pipeline.update();
        Path second = log.resolve("00000000000000000001.json");
        byte[] ofTheOther = Files.readAllBytes(second);

        pipeline.sql(table.formatted(1));
        boolean toldInTime = true;
        for (int calm = 0; toldInTime; calm++) {
            for (int version = 1; version < 4; version++) {
                Files.deleteIfExists(log.resolve("0000000000000000000" + version + ".json"));
                Files.deleteIfExists(log.resolve(".0000000000000000000" + version + ".json.crc"));
            }
            pipeline.restart();
            AtomicInteger asked = new AtomicInteger(-calm);
            pipeline.run(UpdateRequest.of(Selection.ALL).stoppedBy(() -> {
                if (asked.getAndIncrement() == 0 && !Files.exists(second)) {
                    write(second, ofTheOther);
                }
                return false;
            }));
            toldInTime = asked.get() > 0;
            assertThat(pipeline.table("t"))
                    .as("the other one commits when asked for the %d. time", calm)
                    .containsExactly("1", "2", "3");
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSettingThatIsNoNumberFailsItsFlow() {
        pipeline.sql("""
                SET pipelines.maxFlowRetryAttempts = often;
                CREATE MATERIALIZED VIEW v AS SELECT 1 AS id;
                """);
        assertThat(pipeline.failure(ErrorCode.PIPELINE_FILE_INVALID_VALUE).message())
                .contains("often");
    }

    @Test
    void aDamagedLogFailsOnlyWhatReadsIt() throws Exception {
        pipeline.appendDelta("outside", "SELECT 1 AS id");
        pipeline.sql("CREATE STREAMING TABLE a AS SELECT * FROM STREAM delta.`" + pipeline.path("outside") + "`;"
                + "CREATE MATERIALIZED VIEW b AS SELECT 1 AS one;");
        pipeline.update();
        Files.writeString(pipeline.path("outside/_delta_log/00000000000000000001.json"), "{\"metaData\":");
        pipeline.restart();
        Problem problem = pipeline.failure(ErrorCode.SOURCE_UNREADABLE);
        assertThat(problem.message()).contains("outside");
    }

    @Test
    void aMissingFileIsSaidSo() {
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('nowhere', format => 'json');");
        Problem problem = pipeline.failure(ErrorCode.SOURCE_PATH_NOT_FOUND);
        assertThat(place(problem)).contains("pipeline.sql:1:");
    }
}
