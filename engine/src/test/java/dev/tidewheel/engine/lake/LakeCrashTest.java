package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.SparkChildProcess;
import dev.tidewheel.engine.testing.TestSession;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that append to one table: killed at random moments, and racing. */
class LakeCrashTest {
    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();

    private void holdsExactlyOnce(String table, String application, long lastBatch) {
        Dataset<Row> rows = session.read().format("delta").load(table).where("app = '" + application + "'");
        List<Long> numbers = rows.select("n").orderBy("n").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();
        List<Long> expected = new ArrayList<>();
        for (long n = 0; n < (lastBatch + 1) * 10; n++) {
            expected.add(n);
        }
        assertThat(numbers).isEqualTo(expected);
    }

    @Test
    void killedAtRandomEachBatchIsThereOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LakeCrashTest seed " + seed);
        Random random = new Random(seed);
        String table = folder.resolve("t").toString();
        File log = folder.resolve("output").toFile();
        long last = -1;
        for (int round = 0; round < 3; round++) {
            Process appender = SparkChildProcess.start(log, LakeAppender.class, table, "a", "1000000");
            long enough = last + 1 + random.nextInt(15);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        assertThat(appender.isAlive())
                                .as("see " + Files.readString(log.toPath()))
                                .isTrue();
                        return Files.readString(log.toPath()).contains("committed " + enough + "\n");
                    });
            // somewhere within one of the next batches
            appender.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
            appender.destroyForcibly();
            SparkChildProcess.await(appender);
            try (Lake lake = new Lake(session)) {
                last = lake.latestTransaction(table, "a");
                assertThat(last).isGreaterThanOrEqualTo(enough);
                assertThat(lake.snapshot(table).orElseThrow().domains())
                        .containsEntry("tidewheel.flow.a", "{\"batch\":" + last + "}");
                holdsExactlyOnce(table, "a", last);
                long rows = lake.statistics(lake.snapshot(table).orElseThrow()).rows();
                assertThat(rows).isEqualTo((last + 1) * 10);
            }
        }
    }

    @Test
    void processesAndThreadsAppendTogether() throws Exception {
        String table = folder.resolve("t").toString();
        File log = folder.resolve("output").toFile();
        Process one = SparkChildProcess.start(log, LakeAppender.class, table, "a", "30");
        Process two = SparkChildProcess.start(log, LakeAppender.class, table, "b", "30");
        try (Lake lake = new Lake(session)) {
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> lake.latestVersion(table) >= 1);
            Thread inside = new Thread(() -> {
                for (int batch = 0; batch <= 20; batch++) {
                    LakeAppender.append(session, lake, table, "c", batch);
                }
            });
            inside.start();
            for (int batch = 0; batch <= 20; batch++) {
                LakeAppender.append(session, lake, table, "d", batch);
            }
            inside.join();
        }
        assertThat(SparkChildProcess.await(one))
                .as(Files.readString(log.toPath()))
                .isZero();
        assertThat(SparkChildProcess.await(two))
                .as(Files.readString(log.toPath()))
                .isZero();
        holdsExactlyOnce(table, "a", 30);
        holdsExactlyOnce(table, "b", 30);
        holdsExactlyOnce(table, "c", 20);
        holdsExactlyOnce(table, "d", 20);
    }
}
