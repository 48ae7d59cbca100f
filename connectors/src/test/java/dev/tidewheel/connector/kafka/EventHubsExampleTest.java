package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the documentation, on a broker that takes connection strings as passwords, as Event Hubs does. */
class EventHubsExampleTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("tidewheel.root"), "examples", "event-hubs");

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    @Test
    void goesAsItsPageTells() throws Exception {
        try (TestBroker broker = TestBroker.startIn(brokerFolder)) {
            broker.create("telemetry", 2);
            broker.create("alarms", 1);
            broker.send("telemetry", 0, "{\"device\": \"kiln\", \"celsius\": 93.5}", "no reading");
            broker.send("telemetry", 1, "{\"device\": \"pump\", \"celsius\": 41}");
            try (PipelineFixture pipeline = pipeline(broker)) {
                pipeline.update();
                assertThat(pipeline.table("by_device")).containsExactly("kiln|1|93.5", "pump|1|41.0");
                broker.send("telemetry", 1, "{\"device\": \"pump\", \"celsius\": 90.5}");
                pipeline.update();
                assertThat(pipeline.table("by_device")).containsExactly("kiln|1|93.5", "pump|2|90.5");
                // what a sink has been given is seen by the next update
                pipeline.update();
                assertThat(pipeline.rows("SELECT CAST(key AS STRING) FROM given"))
                        .containsExactly("kiln", "pump");
                assertThat(pipeline.rows("SELECT count(*) FROM events")).containsExactly("4");
            }
        }
    }

    private PipelineFixture pipeline(TestBroker broker) throws IOException {
        String settings = Files.readString(EXAMPLE.resolve("pipeline.yml")).replace("SASL_SSL\n", "SASL_PLAINTEXT\n");
        assertThat(settings).contains("protocol: SASL_PLAINTEXT");
        Path file = Files.writeString(temp.resolve("pipeline.yml"), settings);
        Files.writeString(
                temp.resolve(".env"),
                "hubs/connection=Endpoint=sb://" + broker.securedServers() + "/;EntityPath=hub\n");
        return PipelineFixture.of(file)
                .sql("telemetry.sql", Files.readString(EXAMPLE.resolve("transformations/telemetry.sql")))
                .sql(
                        "given.sql",
                        "CREATE MATERIALIZED VIEW given AS SELECT key FROM read_kafka(bootstrapServers => '"
                                + broker.servers() + "', subscribe => 'alarms')");
    }
}
