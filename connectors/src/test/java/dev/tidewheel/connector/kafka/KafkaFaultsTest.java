package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is not there, goes, and comes back. */
class KafkaFaultsTest {

    private static final int RECORDS = 60;

    @TempDir
    Path folder;

    @TempDir
    Path brokerFolder;

    private TestBroker broker;
    private PipelineFixture pipeline;

    @BeforeEach
    void open() throws Exception {
        broker = TestBroker.startIn(brokerFolder);
        broker.create("orders", 1);
        broker.send(
                "orders",
                0,
                IntStream.range(0, RECORDS).mapToObj(String::valueOf).toArray(String[]::new));
        pipeline = PipelineFixture.in(folder);
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

    private void texts(String more) {
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT CAST(value AS STRING) AS text FROM STREAM read_kafka("
                + "bootstrapServers => '" + broker.servers()
                + "', subscribe => 'orders', startingOffsets => 'earliest',"
                + " `kafka.default.api.timeout.ms` => '1500', `kafka.request.timeout.ms` => '1500',"
                + " `kafkaConsumer.pollTimeoutMs` => 2000" + more + ")");
    }

    private void assertAllThereOnce() {
        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT text) FROM texts"))
                .containsExactly(RECORDS + "|" + RECORDS);
    }

    @Test
    void aBrokerThatIsDownIsWaitedForAndThenNamed() {
        broker.stop();
        retries(1);
        texts("");

        Update update = pipeline.run(Selection.ALL);

        assertThat(update.result().state()).isEqualTo(UpdateState.FAILED);
        Problem problem = update.result().problems().get(0);
        assertThat(problem.code()).isEqualTo(ErrorCode.SOURCE_NOT_REACHABLE);
        assertThat(problem.fix()).contains("kafka.bootstrap.servers");
        assertThat(problem.location()).isNotNull();

        broker.start();
        pipeline.update();
        assertAllThereOnce();
    }

    @Test
    void aBrokerThatDiesMidwayAndComesBackLosesNothing() throws Exception {
        retries(20);
        texts(", maxOffsetsPerTrigger => 2");

        CompletableFuture<Update> running = CompletableFuture.supplyAsync(() -> pipeline.run(Selection.ALL));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Objects.requireNonNullElse(pipeline.status("texts").rows(), 0L) >= 4);
        broker.stop();
        broker.start();

        Update update = running.get();
        assertThat(update.result().problems()).isEmpty();
        assertAllThereOnce();
    }

    @Test
    void whatIsNoJsonIsKeptAndCounted() throws Exception {
        broker.send("orders", 0, "{\"id\": 100}", "{\"id\": ", "null");
        pipeline.sql("CREATE STREAMING TABLE orders AS SELECT CAST(value AS STRING) AS text, parsed.id, parsed.bad FROM"
                + " (SELECT value, from_json(CAST(value AS STRING), 'id BIGINT, bad STRING',"
                + " map('columnNameOfCorruptRecord', 'bad')) AS parsed FROM STREAM read_kafka(bootstrapServers => '"
                + broker.servers() + "', subscribe => 'orders', startingOffsets => '{\"orders\":{\"0\":" + RECORDS
                + "}}'))");

        pipeline.update();

        assertThat(pipeline.table("orders"))
                .isEqualTo(List.of("null|null|null", "{\"id\": 100}|100|null", "{\"id\": |null|{\"id\": "));
    }
}
