package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
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
 * A process that takes messages is killed at random moments. {@code -Dkills=50} for more of it, {@code -Dseed=…} to have the
 * same moments again.
 */
class MqttKillsTest {

    private static final int MESSAGES = 3000;

    @TempDir
    Path folder;

    @TempDir
    Path brokerFolder;

    @Test
    void nothingThatTheBrokerHadIsLost() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        int kills = Integer.getInteger("kills", 1);
        System.out.println("MqttKillsTest seed " + seed + ", kills " + kills);
        Random random = new Random(seed);
        File log = folder.resolve("output").toFile();
        try (TestBroker broker = new TestBroker(brokerFolder);
                PipelineFixture pipeline = PipelineFixture.in(folder.resolve("pipeline"))) {
            pipeline.sql("CREATE STREAMING TABLE bronze AS SELECT topic, CAST(payload AS STRING) AS n FROM STREAM"
                    + " read_mqtt(url => '" + broker.url() + "', user => 'shop', password => 'wharf', topic => '#',"
                    + " maxMessagesPerTrigger => 400, quietPeriod => '200 milliseconds')");
            pipeline.update();
            for (int kill = 0; kill < kills; kill++) {
                String topic = "kill/" + kill;
                TestDevices.publish(broker, MESSAGES, 2, MqttQos.AT_LEAST_ONCE, i -> topic);
                long begun = log.exists() ? log.length() : 0;
                Process updates = SparkChildProcess.start(
                        log, RepeatedUpdates.class, folder.resolve("pipeline").toString(), "1000000");
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            String output = Files.readString(log.toPath());
                            assertThat(updates.isAlive()).as("see " + output).isTrue();
                            return output.length() > begun
                                    && output.substring((int) begun).contains("updated");
                        });
                updates.waitFor(random.nextInt(2500), TimeUnit.MILLISECONDS);
                updates.destroyForcibly();
                SparkChildProcess.await(updates);
            }
            long before;
            long rows = -1;
            do {
                before = rows;
                pipeline.update();
                rows = Long.parseLong(
                        pipeline.rows("SELECT count(*) FROM bronze").get(0));
            } while (rows > before);

            assertThat(pipeline.rows("SELECT count(DISTINCT topic, n) FROM bronze"))
                    .containsExactly(Integer.toString(MESSAGES * kills));
        }
    }
}
