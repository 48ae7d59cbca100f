package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.RepeatedUpdates;
import dev.tidewheel.engine.testing.SparkChildProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that takes in files and gives rows away, with one update after the other or with one that goes on, is killed at
 * random moments, while further files come, some with columns that were not there before. {@code -Dkills=50} for more of it, {@code -Dseed=…} for the same choices again.
 */
class FileKillsTest {

    @TempDir
    Path folder;

    private final AtomicInteger files = new AtomicInteger();

    @Test
    void eachRowIsThereOnce() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        int kills = Integer.getInteger("kills", 2);
        System.out.println("FileKillsTest seed " + seed + ", kills " + kills);
        Random random = new Random(seed);
        File log = folder.resolve("output").toFile();
        try (PipelineFixture pipeline = PipelineFixture.in(folder.resolve("pipeline"))) {
            pipeline.sql("""
                CREATE STREAMING TABLE numbers AS
                SELECT * FROM STREAM read_files('in', format => 'json', maxFilesPerTrigger => 4);
                CREATE STREAMING TABLE lines AS
                SELECT n FROM STREAM read_files('in', format => 'text', schema => 'value STRING', maxFilesPerTrigger => 7),
                  LATERAL (SELECT CAST(get_json_object(value, '$.n') AS INT) AS n);
                CREATE STREAMING TABLE copies AS SELECT n FROM STREAM numbers;
                CREATE SINK json USING json OPTIONS (path = 'out/json');
                CREATE FLOW to_json AS INSERT INTO json BY NAME SELECT n FROM STREAM numbers;
                CREATE SINK delta USING delta OPTIONS (path = 'out/delta');
                CREATE FLOW to_delta AS INSERT INTO delta BY NAME SELECT n FROM STREAM numbers;
                CREATE STREAMING TABLE different AS SELECT DISTINCT n FROM STREAM numbers;
                CREATE MATERIALIZED VIEW total AS
                SELECT count(*) AS records, count(DISTINCT n) AS kinds, max(n) AS last FROM numbers;
                """);
            int commits = 0;
            for (int kill = 0; kill < kills; kill++) {
                int columns = kill / 4;
                Random arrivals = new Random(random.nextLong());
                arrive(pipeline, columns, 10 + arrivals.nextInt(30));
                Process updates = SparkChildProcess.start(
                        log,
                        RepeatedUpdates.class,
                        folder.resolve("pipeline").toString(),
                        kill % 2 == 0 ? "1000000" : RepeatedUpdates.CONTINUOUS);
                int enough = commits + 1 + random.nextInt(8);
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            assertThat(updates.isAlive())
                                    .as("see " + Files.readString(log.toPath()))
                                    .isTrue();
                            arrive(pipeline, columns, arrivals.nextInt(12) == 0 ? 1 : 0);
                            return commits(pipeline) >= enough;
                        });
                updates.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
                updates.destroyForcibly();
                SparkChildProcess.await(updates);
                commits = commits(pipeline);
            }
            pipeline.update();

            int rows = files.get() * ROWS;
            String all = rows + "|" + rows + "|" + (rows - 1);
            String json = "json.`" + pipeline.path("out/json") + "`";
            String delta = "delta.`" + pipeline.path("out/delta") + "`";
            for (String table : List.of("numbers", "lines", "copies", "different", json, delta)) {
                assertThat(pipeline.rows("SELECT count(*), count(DISTINCT n), max(n) FROM " + table))
                        .as(table)
                        .containsExactly(all);
            }
            assertThat(pipeline.table("total")).containsExactly(all);
            assertThat(pipeline.rows("SELECT count(*) FROM numbers WHERE extra0 <> n OR _rescued_data IS NOT NULL"))
                    .containsExactly("0");
        }
    }

    private static final int ROWS = 5;

    /** Files of numbers that nobody has yet; {@code extra0} and on are columns that hold the number, too. */
    private void arrive(PipelineFixture pipeline, int columns, int count) {
        for (int i = 0; i < count; i++) {
            int file = files.getAndIncrement();
            String[] lines = new String[ROWS];
            for (int row = 0; row < ROWS; row++) {
                int n = file * ROWS + row;
                StringBuilder line = new StringBuilder("{\"n\":" + n);
                for (int column = 0; column <= columns; column++) {
                    line.append(",\"extra" + column + "\":" + n);
                }
                lines[row] = line.append('}').toString();
            }
            pipeline.file("in/" + file + ".json", lines);
        }
    }

    private static int commits(PipelineFixture pipeline) {
        Long version = pipeline.status("numbers").version();
        return version == null ? 0 : version.intValue() + 1;
    }
}
