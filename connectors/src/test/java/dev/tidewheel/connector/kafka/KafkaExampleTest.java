package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the documentation, on a broker of its own. */
class KafkaExampleTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("tidewheel.root"), "examples", "kafka");

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    @Test
    void goesAsItsPageTells() throws Exception {
        try (TestBroker broker = TestBroker.startIn(brokerFolder)) {
            broker.create("orders", 1);
            broker.create("orders-to-check", 1);
            broker.send(
                    "orders",
                    0,
                    Files.readAllLines(EXAMPLE.resolve("orders.jsonl")).toArray(String[]::new));
            try (PipelineFixture pipeline = pipeline(broker)) {
                pipeline.update();
                assertThat(pipeline.rows("SELECT id, customer, amount FROM orders"))
                        .containsExactly("1|ada|12.50", "2|grace|870.00", "3||4.00");
                broker.send("orders", 0, "{\"id\": 4, \"customer\": \"alan\", \"amount\": 501}");
                pipeline.update();
                // what a sink has been given is seen by the next update
                pipeline.update();
                assertThat(pipeline.rows("SELECT CAST(value AS STRING) FROM checked"))
                        .containsExactly(
                                "{\"id\":2,\"customer\":\"grace\",\"amount\":870.00}",
                                "{\"id\":4,\"customer\":\"alan\",\"amount\":501.00}");
            }
        }
    }

    private PipelineFixture pipeline(TestBroker broker) throws IOException {
        String settings = Files.readString(EXAMPLE.resolve("pipeline.yml")).replace("localhost:9092", broker.servers());
        assertThat(settings).contains(broker.servers());
        Path file = Files.writeString(temp.resolve("pipeline.yml"), settings);
        return PipelineFixture.of(file)
                .sql("orders.sql", Files.readString(EXAMPLE.resolve("transformations/orders.sql")))
                .sql(
                        "checked.sql",
                        "CREATE MATERIALIZED VIEW checked AS SELECT value FROM read_kafka(bootstrapServers => '"
                                + broker.servers() + "', subscribe => 'orders-to-check')");
    }
}
