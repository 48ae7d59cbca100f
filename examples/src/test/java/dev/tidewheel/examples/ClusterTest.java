package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.testkit.cluster.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A master and two workers, each a process, whose Spark knows nothing of Delta Lake or of us; this process is the driver. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    private static final String SUBMITTED = "stateful-streaming";
    private static final int FILES = 12;
    private static final int ROWS_PER_FILE = 2_000;

    private static StandaloneCluster cluster;
    private static SessionOptions options;

    @TempDir
    private Path temp;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = StandaloneCluster.start(folder, 2);
        options = SessionOptions.local("cluster").onMaster(cluster.master()).with(cluster.settings());
    }

    @AfterAll
    static void stop() {
        SparkSession.active().stop();
        cluster.close();
    }

    /** A process that runs tasks is killed while it does; each row is there once all the same. */
    @Test
    @Order(2)
    void aKilledExecutorCostsTimeAndNoRow() throws IOException {
        Path sources = Files.createDirectories(temp.resolve("transformations"));
        Files.writeString(sources.resolve("all.sql"), """
                CREATE STREAMING TABLE raw (CONSTRAINT even EXPECT (id %% 2 = 0))
                AS SELECT id, id %% 10 AS k FROM STREAM read_files('%s', format => 'json', schema => 'id BIGINT', maxFilesPerTrigger => 2);
                CREATE STREAMING TABLE firsts AS SELECT DISTINCT k FROM STREAM raw;
                CREATE MATERIALIZED VIEW sums AS SELECT k, count(*) AS n, sum(id) AS s FROM raw GROUP BY k;
                """.formatted(temp.resolve("data")));
        Files.createDirectories(temp.resolve("data"));
        for (int file = 0; file < FILES; file++) {
            StringBuilder rows = new StringBuilder();
            for (int row = 0; row < ROWS_PER_FILE; row++) {
                rows.append("{\"id\": ").append(file * ROWS_PER_FILE + row).append("}\n");
            }
            Files.writeString(temp.resolve("data/" + file + ".json"), rows);
        }
        AtomicReference<ProcessHandle> killed = new AtomicReference<>();
        List<PipelineEvent> events = new ArrayList<>();
        PipelineSettings settings = PipelineSettings.builder("killed", temp).build();

        try (PipelineEngine engine =
                PipelineEngine.on(SparkSessions.open(options).newSession(), settings)) {
            UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL).watchedBy(event -> {
                events.add(event);
                if (event.details() instanceof EventDetails.FlowProgress progress
                        && progress.metrics() != null
                        && killed.get() == null) {
                    ProcessHandle executor = cluster.executors().get(0);
                    executor.destroyForcibly();
                    killed.set(executor);
                }
            }));

            assertThat(result.problems()).isEmpty();
            assertThat(result.state()).isEqualTo(UpdateState.COMPLETED);
            assertThat(killed.get()).as("killed").isNotNull().matches(process -> !process.isAlive());
            int all = FILES * ROWS_PER_FILE;
            assertThat(rows(engine, "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM raw"))
                    .containsExactly("[%d,%d,0,%d]".formatted(all, all, all - 1));
            assertThat(rows(engine, "SELECT count(*), sum(n), sum(s) FROM sums"))
                    .containsExactly("[10,%d,%d]".formatted(all, (long) all * (all - 1) / 2));
            assertThat(rows(engine, "SELECT k FROM firsts")).hasSize(10);
        }
    }

    /**
     * What is told of a run on one machine holds on a cluster, too. The first update goes through a real {@code
     * spark-submit}, made of the same jars as the cluster; this process goes on. So this comes first: a session of this process
     * would leave nothing of the cluster to the one that is submitted.
     */
    @Test
    @Order(1)
    void anExampleGoesAsItsStoryTells() throws Exception {
        Example example = new Example(SUBMITTED);
        Path folder = example.copyTo(temp);
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.tidewheel.cli.Tidewheel", "submit", folder.toString()));
        command.addAll(List.of("--master", cluster.master()));
        cluster.settings().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        ProcessBuilder submit = new ProcessBuilder(command).redirectErrorStream(true);
        cluster.home().enter(submit);
        Path screen = temp.resolve("screen");
        Process process = submit.redirectOutput(screen.toFile()).start();

        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(screen)).isZero();
        assertThat(Files.readString(screen)).contains("readings", "12 rows", "load_by_machine", "2 rows");

        Story story = example.story();
        ExampleRun run = new ExampleRun(folder, options);
        for (Story.Step step : story.steps().subList(1, story.steps().size())) {
            assertThat(run.take(step)).as(step.command()).isEqualTo(step.result());
        }
        assertThat(cluster.executors()).hasSize(2);
    }

    static List<Example> others() {
        return ExamplesTest.originals().stream()
                .filter(example -> !example.name().equals(SUBMITTED))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("others")
    @Order(3)
    void allOthersDo(Example example) throws IOException {
        ExampleRun run = new ExampleRun(example.copyTo(temp), options);
        assertThat(example.story().lived(run::take).toString())
                .isEqualTo(example.story().toString());
    }

    private static List<String> rows(PipelineEngine engine, String query) {
        return engine.query(query).collectAsList().stream().map(Row::toString).toList();
    }
}
