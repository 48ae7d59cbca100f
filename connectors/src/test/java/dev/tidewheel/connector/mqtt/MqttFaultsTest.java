package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are unlike others, too many of them, and a broker that dies. */
class MqttFaultsTest {

    /** Nothing is on its way for long here. */
    private static final String QUIET = ", quietPeriod => '200 milliseconds'";

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    private TestBroker broker;
    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        broker = new TestBroker(brokerFolder);
        pipeline = PipelineFixture.in(temp);
        retries(0);
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    private void retries(int often) {
        pipeline.with(
                settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", String.valueOf(often))));
    }

    private void stream(String table, String options) {
        pipeline.sql("CREATE STREAMING TABLE " + table + " AS SELECT * FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wharf', topic => '#'"
                + (options.contains("quietPeriod") ? "" : QUIET)
                + options + ")");
    }

    private static Mqtt5Publish message(String topic, byte[] payload, boolean retain) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(retain)
                .build();
    }

    @Test
    void payloadsAreKeptAsTheyCame() {
        stream("bronze", "");
        pipeline.update();
        List<byte[]> payloads = List.of(
                new byte[0], new byte[] {(byte) 0xFF, 0, (byte) 0xC3}, "{\"a\": ".getBytes(), new byte[3_000_000]);
        TestDevices.publish(broker, payloads.size(), 1, i -> message("länge/ " + i, payloads.get(i), false));
        pipeline.update();

        assertThat(pipeline.rows("SELECT topic, length(payload), hex(substr(payload, 1, 3)) FROM bronze"))
                .containsExactly("länge/ 0|0|", "länge/ 1|3|FF00C3", "länge/ 2|6|7B2261", "länge/ 3|3000000|000000");
    }

    @Test
    void whatTheBrokerKeepsForNewcomersComesOnce() {
        TestDevices.publish(broker, 2, 1, i -> message("kept/" + i, new byte[] {1}, true));
        stream("bronze", "");
        pipeline.update();
        pipeline.update();
        TestDevices.publish(broker, 1, 1, i -> message("kept/0", new byte[] {2}, true));
        pipeline.update();

        assertThat(pipeline.rows("SELECT topic, retained, hex(payload) FROM bronze"))
                .containsExactly("kept/0|false|02", "kept/0|true|01", "kept/1|true|01");
    }

    @Test
    void withQosZeroOnlyWhatComesMeanwhileIsThere() throws Exception {
        stream("bronze", ", qos => 0, quietPeriod => '4 seconds', clientId => 'zero', maxMessagesPerTrigger => 3");
        CompletableFuture<Update> running = CompletableFuture.supplyAsync(() -> pipeline.run(Selection.ALL));
        await().atMost(Duration.ofMinutes(1)).until(() -> broker.log().contains(" as zero "));
        TestDevices.publish(broker, 3, 1, MqttQos.AT_MOST_ONCE, i -> "a/" + i);
        assertThat(running.get().result().problems()).isEmpty();
        TestDevices.publish(broker, 3, 1, MqttQos.AT_MOST_ONCE, i -> "lost/" + i);
        stream("bronze", ", qos => 0, quietPeriod => '100 milliseconds', clientId => 'zero'");
        pipeline.update();

        assertThat(pipeline.rows("SELECT topic, qos FROM bronze")).containsExactly("a/0|0", "a/1|0", "a/2|0");
    }

    @Test
    void aBrokerThatDiesMidwayAndComesBackLosesNothing() throws Exception {
        stream("bronze", "");
        pipeline.update();
        TestDevices.publish(broker, 30_000, 2, MqttQos.AT_LEAST_ONCE, i -> "a");
        retries(20);
        stream("bronze", ", quietPeriod => '3 seconds'");

        CompletableFuture<Update> running = CompletableFuture.supplyAsync(() -> pipeline.run(Selection.ALL));
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5)).until(() -> bufferBytes() > 0);
        broker.stop();
        broker.start();
        assertThat(running.get().result().problems()).isEmpty();
        // the log is that of the second life
        assertThat(broker.log()).contains(" as tidewheel-");
        pipeline.update();

        assertThat(pipeline.rows("SELECT count(DISTINCT payload) FROM bronze")).containsExactly("30000");
    }

    @Test
    void whatIsTakenSurvivesABrokerThatLosesAll() {
        stream("bronze", "");
        pipeline.update();
        TestDevices.publish(broker, 100, 1, MqttQos.AT_LEAST_ONCE, i -> "a");
        pipeline.sql("CREATE STREAMING TABLE bronze (CONSTRAINT none EXPECT (qos = 7) ON VIOLATION FAIL UPDATE) AS"
                + " SELECT * FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wharf', topic => '#'" + QUIET + ")");
        pipeline.failure(ErrorCode.EXPECTATION_VIOLATION);
        broker.kill();
        broker.start();
        stream("bronze", "");
        pipeline.update();

        assertThat(pipeline.rows("SELECT count(DISTINCT payload) FROM bronze")).containsExactly("100");
    }

    @Test
    void noMoreIsTakenThanTheBufferMayHold() throws IOException {
        int limit = 500_000;
        String rows = " AS SELECT * FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wharf', topic => '#', maxBufferBytes => " + limit + QUIET + ")";
        pipeline.sql("CREATE STREAMING TABLE bronze" + rows);
        pipeline.update();
        TestDevices.publish(broker, 2000, 1, i -> message("a/" + i, new byte[1000], false));
        pipeline.sql(
                "CREATE STREAMING TABLE bronze (CONSTRAINT none EXPECT (qos = 7) ON VIOLATION FAIL UPDATE)" + rows);
        for (int i = 0; i < 2; i++) {
            pipeline.failure(ErrorCode.EXPECTATION_VIOLATION);
            assertThat(bufferBytes()).isBetween(limit - 2000L, limit + 2000L);
        }
        pipeline.sql("CREATE STREAMING TABLE bronze" + rows);
        for (int i = 0; i < 5; i++) {
            pipeline.update();
        }

        assertThat(pipeline.rows("SELECT count(DISTINCT topic) FROM bronze")).containsExactly("2000");
        assertThat(bufferBytes()).isZero();
    }

    private long bufferBytes() throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            return files.filter(file -> file.toString().endsWith(".messages"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (java.io.UncheckedIOException e) {
            // one was removed meanwhile
            return 0;
        }
    }
}
