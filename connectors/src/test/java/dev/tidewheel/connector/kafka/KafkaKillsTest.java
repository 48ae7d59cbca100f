package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.RepeatedUpdates;
import dev.tidewheel.engine.testing.SparkChildProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that reads from Kafka is killed at random moments. {@code -Dkills=50} for more of it, {@code -Dseed=…} to have
 * the same moments again.
 */
class KafkaKillsTest {

    @TempDir
    Path folder;

    @TempDir
    Path brokerFolder;

    @Test
    void eachRecordIsThereOnce() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        int kills = Integer.getInteger("kills", 3);
        System.out.println("KafkaKillsTest seed " + seed + ", kills " + kills);
        Random random = new Random(seed);
        File log = folder.resolve("output").toFile();
        try (TestBroker broker = TestBroker.startIn(brokerFolder);
                PipelineFixture pipeline = PipelineFixture.in(folder.resolve("pipeline"))) {
            broker.create("numbers", 3);
            pipeline.sql(
                    "CREATE STREAMING TABLE numbers AS SELECT CAST(CAST(value AS STRING) AS INT) AS n, partition FROM"
                            + " STREAM read_kafka(bootstrapServers => '" + broker.servers()
                            + "', subscribe => 'numbers', startingOffsets => 'earliest', maxOffsetsPerTrigger => 20);"
                            + "CREATE STREAMING TABLE different AS SELECT DISTINCT n FROM STREAM numbers");
            int sent = 0;
            int commits = 0;
            for (int kill = 0; kill < kills; kill++) {
                for (int i = 0; i < 200; i++) {
                    broker.send("numbers", random.nextInt(3), String.valueOf(sent++));
                }
                Process updates = SparkChildProcess.start(
                        log, RepeatedUpdates.class, folder.resolve("pipeline").toString(), "1000000");
                int enough = commits + 1 + random.nextInt(6);
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            assertThat(updates.isAlive())
                                    .as("see " + Files.readString(log.toPath()))
                                    .isTrue();
                            return commits(pipeline) >= enough;
                        });
                updates.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
                updates.destroyForcibly();
                SparkChildProcess.await(updates);
                commits = commits(pipeline);
            }
            pipeline.update();

            String all = sent + "|" + sent + "|" + (sent - 1);
            assertThat(pipeline.rows("SELECT count(*), count(DISTINCT n), max(n) FROM numbers"))
                    .containsExactly(all);
            assertThat(pipeline.rows("SELECT count(*), count(DISTINCT n), max(n) FROM different"))
                    .containsExactly(all);
        }
    }

    private static int commits(PipelineFixture pipeline) {
        Long version = pipeline.status("numbers").version();
        return version == null ? 0 : version.intValue() + 1;
    }
}
