package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.state.StateDocument;
import dev.tidewheel.engine.state.StateStore;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.RepeatedUpdates;
import dev.tidewheel.engine.testing.SparkChildProcess;
import dev.tidewheel.model.error.PipelineException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines that share the storage of a pipeline: one of them falls asleep in the midst of an update. */
class FencingTest {

    private static final int FILES = 200;
    private static final List<String> TABLES = List.of("bronze", "silver", "total");

    @TempDir
    Path folder;

    private final AtomicInteger files = new AtomicInteger();

    @Test
    void whoWakesUpAfterATakeOverWritesNothingMore() throws Exception {
        File output = folder.resolve("output").toFile();
        try (PipelineFixture pipeline = PipelineFixture.in(folder.resolve("pipeline"))) {
            pipeline.sql("""
                CREATE STREAMING TABLE bronze AS
                SELECT * FROM STREAM read_files('in', format => 'json', schema => 'n INT', maxFilesPerTrigger => 1);
                CREATE STREAMING TABLE silver AS SELECT n FROM STREAM bronze;
                CREATE MATERIALIZED VIEW total AS SELECT count(*) AS records, max(n) AS last FROM silver;
                """);
            arrive(pipeline, FILES);
            assertThat(pipeline.status("bronze").version())
                    .as("nothing yet, but the engine is up")
                    .isNull();
            Path fourthBatch =
                    pipeline.path(".tidewheel/tables/main/default/bronze/_delta_log/00000000000000000003.json");
            Process sleeper = SparkChildProcess.start(
                    output, RepeatedUpdates.class, pipeline.path(".").toString(), "1");
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(fourthBatch));
            signal(sleeper, "STOP");
            assertThat(pipeline.version("bronze"))
                    .as("it is in the midst of it")
                    .isLessThan(FILES - 1);
            assertThatThrownBy(() -> pipeline.run(Selection.ALL))
                    .as("as long as it is known to live")
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("UPDATE_IN_PROGRESS");
            becomeAnotherMachine(pipeline);
            arrive(pipeline, 10);

            pipeline.update();
            Map<String, Long> versions = versions(pipeline);
            signal(sleeper, "CONT");

            int exit = SparkChildProcess.await(sleeper);
            assertThat(exit).as(Files.readString(output.toPath())).isEqualTo(1);
            assertThat(Files.readString(output.toPath()))
                    .contains("UPDATE_IN_PROGRESS", "Another process has taken over the pipeline")
                    .doesNotContain("updated");
            assertThat(versions(pipeline.restart())).isEqualTo(versions);
            int rows = files.get();
            for (String table : List.of("bronze", "silver")) {
                assertThat(pipeline.rows("SELECT count(*), count(DISTINCT n) FROM " + table))
                        .as(table)
                        .containsExactly(rows + "|" + rows);
            }
            assertThat(pipeline.table("total")).containsExactly(rows + "|" + (rows - 1));
            assertThat(pipeline.update().jobs()).as("nothing is left to do").isZero();
        }
    }

    private void arrive(PipelineFixture pipeline, int count) {
        for (int i = 0; i < count; i++) {
            int n = files.getAndIncrement();
            pipeline.file("in/" + n + ".json", "{\"n\":" + n + "}");
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** What another machine would see a minute later: a holder of which it cannot tell whether it lives, and that is silent. */
    private static void becomeAnotherMachine(PipelineFixture pipeline) throws Exception {
        StateStore store = StateStore.open(
                pipeline.engine().storageRoot(),
                "lease",
                5,
                pipeline.session().sparkContext().hadoopConfiguration());
        StateDocument last = store.latest().orElseThrow();
        ObjectNode holder = (ObjectNode) new ObjectMapper().readTree(last.json());
        holder.put("machine", "another");
        holder.put("heartbeat", Instant.now().minusSeconds(120).toString());
        store.put(last.version(), holder.toPrettyString());
    }

    private static Map<String, Long> versions(PipelineFixture pipeline) {
        return new TreeMap<>(TABLES.stream().collect(Collectors.toMap(name -> name, pipeline::version)));
    }
}
