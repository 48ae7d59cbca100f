package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkTest {

    private static final int FILES = 20;

    @TempDir
    Path folder;

    @TempDir
    Path brokerFolder;

    private TestBroker broker;
    private PipelineFixture pipeline;

    @BeforeEach
    void open() throws Exception {
        broker = TestBroker.startIn(brokerFolder);
        broker.create("out", 1);
        pipeline = PipelineFixture.in(folder).file("in/1.json", "{\"id\": 1}", "{\"id\": 2}");
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    private void sink(String options) {
        pipeline.sql("CREATE SINK out " + options + ";"
                + " CREATE STREAMING TABLE orders AS SELECT id FROM STREAM read_files('" + pipeline.path("in")
                + "', format => 'json');"
                + " CREATE FLOW away AS INSERT INTO out BY NAME SELECT CAST(id AS STRING) AS key,"
                + " to_json(struct(id)) AS value FROM STREAM orders;"
                + " CREATE MATERIALIZED VIEW written AS SELECT CAST(key AS STRING) AS key, CAST(value AS STRING) AS value"
                + " FROM read_kafka(bootstrapServers => '" + broker.servers() + "', subscribe => 'out')");
    }

    @Test
    void rowsBecomeRecords() {
        sink("USING kafka OPTIONS ('kafka.bootstrap.servers' = '" + broker.servers() + "', 'topic' = 'out')");
        pipeline.update();
        pipeline.file("in/2.json", "{\"id\": 3}");
        pipeline.update();
        pipeline.update();

        assertThat(pipeline.table("written")).containsExactly("1|{\"id\":1}", "2|{\"id\":2}", "3|{\"id\":3}");
    }

    @Test
    void anEventHubNeedsAConnectionStringOnly() throws Exception {
        broker.create("hub", 1);
        String connection = "Endpoint=sb://" + broker.securedServers() + "/;EntityPath=hub";
        sink("USING eventhubs OPTIONS ('eventhubs.connectionString' = '" + connection
                + "', 'topic' = 'out', 'kafka.security.protocol' = 'SASL_PLAINTEXT')");
        pipeline.update();
        pipeline.update();

        assertThat(pipeline.table("written")).containsExactly("1|{\"id\":1}", "2|{\"id\":2}");
    }

    @Test
    void aSinkWithoutBrokersIsRefused() {
        sink("USING kafka OPTIONS ('topic' = 'out')");

        Problem problem = pipeline.failure(ErrorCode.SINK_INVALID);

        assertThat(problem.fix()).contains("kafka.bootstrap.servers = host:port");
        assertThat(problem.location()).isNotNull();
    }

    @Test
    void aBrokerThatIsDownIsNamed() {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
        sink("USING kafka OPTIONS ('kafka.bootstrap.servers' = '" + broker.servers()
                + "', 'topic' = 'out', 'kafka.max.block.ms' = '1000', 'kafka.delivery.timeout.ms' = '1000',"
                + " 'kafka.request.timeout.ms' = '500')");
        broker.stop();

        assertThat(pipeline.run(new Selection(java.util.List.of("out", "orders"), java.util.List.of(), false))
                        .result()
                        .problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.SOURCE_NOT_REACHABLE);

        broker.start();
        pipeline.update();
        pipeline.update();
        assertThat(pipeline.table("written")).containsExactly("1|{\"id\":1}", "2|{\"id\":2}");
    }

    @Test
    void aBrokerThatDiesMidwayAndComesBackIsGivenEverything() throws Exception {
        pipeline.with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "20")));
        for (int i = 0; i < FILES; i++) {
            pipeline.file("many/" + i + ".json", "{\"id\": " + i + "}");
        }
        pipeline.sql("CREATE SINK out USING kafka OPTIONS ('kafka.bootstrap.servers' = '" + broker.servers()
                + "', 'topic' = 'out', 'kafka.max.block.ms' = '2000', 'kafka.delivery.timeout.ms' = '2000',"
                + " 'kafka.request.timeout.ms' = '1000', 'kafka.linger.ms' = '0');"
                + " CREATE FLOW away AS INSERT INTO out BY NAME SELECT CAST(id AS STRING) AS value FROM STREAM read_files('"
                + pipeline.path("many") + "', format => 'json', maxFilesPerTrigger => 1)");

        CompletableFuture<Update> running = CompletableFuture.supplyAsync(() -> pipeline.run(Selection.ALL));
        await().atMost(Duration.ofMinutes(1)).until(() -> broker.size("out") >= 2);
        broker.stop();
        broker.start();

        assertThat(running.get().result().problems()).isEmpty();
        pipeline.sql(
                "CREATE MATERIALIZED VIEW given AS SELECT CAST(CAST(value AS STRING) AS INT) AS id FROM read_kafka(bootstrapServers => '"
                        + broker.servers() + "', subscribe => 'out')");
        pipeline.update();
        assertThat(pipeline.rows("SELECT count(DISTINCT id) FROM given")).containsExactly(String.valueOf(FILES));
    }
}
