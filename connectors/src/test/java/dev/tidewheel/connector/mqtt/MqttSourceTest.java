package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSourceTest {

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    TestBroker broker;

    PipelineFixture pipeline;

    @BeforeEach
    void open() {
        broker = new TestBroker(brokerFolder);
        pipeline = PipelineFixture.in(temp)
                .with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    private void stream(String options) {
        pipeline.sql(
                "CREATE STREAMING TABLE bronze AS SELECT topic, CAST(payload AS STRING) AS payload, qos, properties,"
                        + " received_at FROM STREAM read_mqtt(url => '" + broker.url()
                        + "', user => 'shop', password => 'wharf', quietPeriod => '200 milliseconds', topic => 'sensors/+/temperature, alarms/#'"
                        + options
                        + ")");
    }

    @Test
    void takesWhatWasSentWhileItWasAway() {
        stream("");
        pipeline.update();
        assertThat(pipeline.table("bronze")).isEmpty();

        TestDevices.publish(broker, 3, 1, MqttQos.AT_LEAST_ONCE, i -> "sensors/" + i + "/temperature");
        TestDevices.publish(broker, 2, 1, MqttQos.EXACTLY_ONCE, i -> "alarms/" + i + "/fire");
        TestDevices.publish(broker, 2, 1, MqttQos.AT_LEAST_ONCE, i -> "elsewhere/" + i);
        pipeline.update();
        broker.stop();
        broker.start();
        TestDevices.publish(broker, 1, 1, MqttQos.AT_LEAST_ONCE, i -> "alarms/late");
        pipeline.restart();
        pipeline.update();

        assertThat(pipeline.rows("SELECT topic, payload, qos, properties['n'], received_at > '2026-01-01' FROM bronze"))
                .containsExactly(
                        "alarms/0/fire|0|1|0|true",
                        "alarms/1/fire|1|1|1|true",
                        "alarms/late|0|1|0|true",
                        "sensors/0/temperature|0|1|0|true",
                        "sensors/1/temperature|1|1|1|true",
                        "sensors/2/temperature|2|1|2|true");
    }

    @Test
    void speaksTheOlderVersion() {
        stream(", version => '3.1.1', qos => 2, clientId => 'tidewheel-test'");
        pipeline.update();
        TestDevices.publish(broker, 2, 1, MqttQos.EXACTLY_ONCE, i -> "alarms/" + i);
        pipeline.update();

        assertThat(pipeline.rows("SELECT topic, qos, size(properties) FROM bronze"))
                .containsExactly("alarms/0|2|0", "alarms/1|2|0");
    }

    @Test
    void tenThousandDevicesLoseNothing() {
        stream(", maxMessagesPerTrigger => 6000");
        pipeline.update();
        TestDevices.publish(broker, 10_000, 4, MqttQos.AT_LEAST_ONCE, i -> "sensors/" + i + "/temperature");

        pipeline.update();
        assertThat(pipeline.rows("SELECT count(*) FROM bronze")).containsExactly("6000");
        pipeline.update();

        assertThat(pipeline.rows("SELECT count(DISTINCT topic), count(DISTINCT payload) FROM bronze"))
                .containsExactly("10000|10000");
    }

    @Test
    void whatWasAcknowledgedComesAfterAFailure() {
        String rows = " AS SELECT CAST(payload AS STRING) AS payload FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wharf', topic => 'alarms/#', quietPeriod => '200 milliseconds')";
        pipeline.sql("CREATE STREAMING TABLE bronze" + rows);
        pipeline.update();
        TestDevices.publish(broker, 2, 1, MqttQos.AT_LEAST_ONCE, i -> "alarms/" + i);

        // the broker forgets them, and then they do not get into the table
        pipeline.sql("CREATE STREAMING TABLE bronze (CONSTRAINT none EXPECT (payload = '7') ON VIOLATION FAIL UPDATE)"
                + rows);
        pipeline.failure(ErrorCode.EXPECTATION_VIOLATION);
        assertThat(pipeline.tree().keySet()).anyMatch(path -> path.endsWith(".messages"));
        pipeline.restart();
        pipeline.sql("CREATE STREAMING TABLE bronze" + rows);
        TestDevices.publish(broker, 1, 1, MqttQos.AT_LEAST_ONCE, i -> "alarms/new");
        pipeline.update();

        assertThat(pipeline.rows("SELECT payload FROM bronze")).containsExactly("0", "0", "1");
        assertThat(pipeline.tree().keySet()).noneMatch(path -> path.endsWith(".messages"));
    }

    @Test
    void segmentsAreReadAgainAfterACrash() {
        Message message = new Message("a/b", "x".getBytes(StandardCharsets.UTF_8), 1, true, Map.of("k", "v"), 1000);
        MessageBuffer buffer = new MessageBuffer(temp.resolve("buffer").toString(), new Configuration());
        buffer.append(0, List.of(message, message));
        buffer.append(2, List.of(message));

        MessageBuffer again = new MessageBuffer(temp.resolve("buffer").toString(), new Configuration());
        assertThat(again.segments()).extracting(Segment::end).containsExactly(2L, 3L);
        again.forget(2);
        assertThat(again.segments()).extracting(Segment::first).containsExactly(2L);
    }

    @Test
    void saysWhatIsWrong() {
        stream(", qos => 3");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix()).contains("0, 1, 2");
        stream(", quitePeriod => '1 second'");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix()).contains("quietPeriod");
        pipeline.sql("CREATE MATERIALIZED VIEW v AS SELECT * FROM read_mqtt(url => 'mqtt://h', topic => 'a')");
        assertThat(pipeline.run(Selection.ALL).result().problems().get(0).code())
                .isEqualTo(ErrorCode.QUERY_NOT_BATCH);
        pipeline.sql("CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wrong', topic => 'a')");
        Problem denied = pipeline.failure(ErrorCode.SOURCE_ACCESS_DENIED);
        assertThat(denied.toString()).doesNotContain("wrong");
        broker.stop();
        stream("");
        assertThat(pipeline.failure(ErrorCode.SOURCE_NOT_REACHABLE).message()).contains("127.0.0.1");
        broker.start();
        pipeline.update();
    }
}
