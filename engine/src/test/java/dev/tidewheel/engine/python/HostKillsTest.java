package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.RetryPolicy;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the Python process again and again while it is given batches. */
@NeedsPython
class HostKillsTest {
    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final int LONGEST_LIFE_MILLIS = 2_500;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final AtomicInteger kills = new AtomicInteger();
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> expected = new ArrayList<>();
    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        System.out.println("seed " + seed);
        pipeline = PipelineFixture.in(folder)
                .with(settings -> settings.configuration(Map.of(RetryPolicy.KEY, "1")))
                .python("a.py", """
                        from pyspark import pipelines as dp

                        @dp.foreach_batch_sink
                        def noted(df, batch_id):
                            ids = ",".join(str(row.id) for row in df.orderBy("id").collect())
                            with open("given.txt", "a") as out:
                                out.write(f"{batch_id} {ids}\\n")

                        @dp.foreach_batch_sink
                        def stored(df, batch_id):
                            df.write.format("delta").mode("append").option("txnAppId", "stored") \\
                                .option("txnVersion", batch_id).save("out")

                        for sink in ("noted", "stored"):
                            @dp.append_flow(target=sink, name=f"to_{sink}")
                            def rows():
                                return spark.readStream.schema("id BIGINT").option("maxFilesPerTrigger", 2).json("data")
                        """);
    }

    @AfterEach
    void close() {
        killer.shutdownNow();
        pipeline.close();
    }

    @Test
    void eachBatchIsGivenAtLeastOnceAndWithATransactionExactlyOnce() throws IOException {
        while (kills.get() < KILLS) {
            addFiles();
            scheduleKill();
            Update update = pipeline.run(Selection.ALL);
            if (update.result().state() == UpdateState.FAILED) {
                assertThat(update.result().problems())
                        .extracting(Problem::code)
                        .as("seed " + seed + " " + update.result().problems())
                        .containsAnyOf(ErrorCode.PYTHON_PROCESS_LOST)
                        .isSubsetOf(ErrorCode.PYTHON_PROCESS_LOST, ErrorCode.BATCH_HANDLER_FAILED);
            }
        }
        killer.shutdownNow();
        pipeline.update();

        Map<Integer, String> batches = new TreeMap<>();
        for (String line : Files.readAllLines(pipeline.path("given.txt"))) {
            String[] parts = line.split(" ", 2);
            String before = batches.putIfAbsent(Integer.parseInt(parts[0]), parts[1]);
            assertThat(before == null ? parts[1] : before)
                    .as("seed %d: batch %s is the same each time", seed, parts[0])
                    .isEqualTo(parts[1]);
        }
        assertThat(batches.keySet()).as("seed " + seed).contains(0, batches.size() - 1);
        assertThat(String.join(",", batches.values()).split(","))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pipeline.rows("SELECT id FROM delta.`" + pipeline.path("out") + "`"))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void addFiles() {
        for (int i = 0; i < 6; i++) {
            int id = expected.size();
            pipeline.file("data/" + id + ".json", "{\"id\":" + id + "}");
            expected.add(String.valueOf(id));
        }
    }

    private void scheduleKill() {
        killer.schedule(
                () -> ProcessHandle.current()
                        .children()
                        .filter(child -> child.info()
                                .commandLine()
                                .filter(line -> line.contains("tidewheel.host"))
                                .isPresent())
                        .forEach(child -> {
                            if (child.destroyForcibly()) {
                                kills.incrementAndGet();
                            }
                        }),
                random.nextInt(LONGEST_LIFE_MILLIS),
                TimeUnit.MILLISECONDS);
    }
}
