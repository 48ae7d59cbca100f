package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder {@code examples/mqtt}, with a broker as its page asks for. */
class MqttExampleTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("tidewheel.root"), "examples", "mqtt");

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    @Test
    void goesAsItsPageTells() throws IOException {
        try (TestBroker broker = new TestBroker(brokerFolder)) {
            String settings =
                    Files.readString(EXAMPLE.resolve("pipeline.yml")).replace("mqtt://localhost:1883", broker.url());
            assertThat(settings).contains(broker.url());
            Files.writeString(temp.resolve("pipeline.yml"), settings + "secrets:\n  - file: .env\n");
            Files.writeString(temp.resolve(".env"), "broker/password=wharf\n");
            PipelineFixture.in(temp)
                    .sql("readings.sql", Files.readString(EXAMPLE.resolve("transformations/readings.sql")))
                    .close();
            try (PipelineFixture pipeline = PipelineFixture.of(temp.resolve("pipeline.yml"))) {
                pipeline.update();
                TestDevices.publish(
                        broker,
                        2,
                        1,
                        i -> Mqtt5Publish.builder()
                                .topic("sensors/kiln/temperature")
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .payload(List.of("21.5", "812.5").get(i).getBytes(StandardCharsets.US_ASCII))
                                .build());
                try (TestDevices.Listener listener = new TestDevices.Listener(broker, "alarms/#")) {
                    pipeline.update();
                    await().atMost(Duration.ofSeconds(20))
                            .untilAsserted(() -> assertThat(listener.heard())
                                    .singleElement(STRING)
                                    .startsWith("alarms/kiln|{\"celsius\":812.5,"));
                }
                assertThat(pipeline.table("warmest")).containsExactly("kiln|812.5");
            }
        }
    }
}
