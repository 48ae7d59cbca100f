package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSinkTest {

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    private TestBroker broker;
    private PipelineFixture pipeline;

    @BeforeEach
    void open() {
        broker = new TestBroker(brokerFolder);
        pipeline = PipelineFixture.in(temp).file("in/1.json", "{\"id\": 1}", "{\"id\": 2}");
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

    private void sink(String options, String columns) {
        pipeline.sql("CREATE SINK out USING mqtt OPTIONS (url = '" + broker.url() + "', user = 'shop'" + options
                + "); CREATE FLOW give AS INSERT INTO out BY NAME SELECT " + columns + " FROM STREAM read_files('"
                + pipeline.path("in") + "', format => 'json', schema => 'id INT')");
    }

    private static void assertHeard(TestDevices.Listener listener, String... messages) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(listener.heard()).containsExactly(messages));
    }

    @Test
    void rowsBecomeMessages() {
        try (TestDevices.Listener listener = new TestDevices.Listener(broker, "#")) {
            sink(", password = 'wharf', topic = 'orders'", "to_json(struct(id)) AS payload");
            pipeline.update();
            pipeline.file("in/2.json", "{\"id\": 3}");
            pipeline.update();
            pipeline.update();
            assertHeard(
                    listener,
                    "orders|{\"id\":1}|1|false|[]",
                    "orders|{\"id\":2}|1|false|[]",
                    "orders|{\"id\":3}|1|false|[]");
        }
    }

    @Test
    void columnsSayMore() {
        try (TestDevices.Listener listener = new TestDevices.Listener(broker, "#")) {
            sink(
                    ", password = 'wharf', topic = 'rest', qos = 2, clientId = 'giver'",
                    "if(id = 1, 'a/1', NULL) AS topic, CAST(CAST(id AS STRING) AS BINARY) AS payload, if(id = 1, 0, NULL)"
                            + " AS qos, id = 1 AS retain, map('k', CAST(id AS STRING), 'none', NULL) AS properties");
            pipeline.update();
            assertHeard(listener, "a/1|1|0|false|[k=1]", "rest|2|2|false|[k=2]");
        }
        try (TestDevices.Listener later = new TestDevices.Listener(broker, "#")) {
            assertHeard(later, "a/1|1|0|true|[k=1]");
        }
        assertThat(broker.log()).contains(" as giver ");
    }

    @Test
    void theOlderVersionTakesManyMessages() {
        pipeline.file(
                "in/2.json",
                IntStream.rangeClosed(3, 5000)
                        .mapToObj(id -> "{\"id\": " + id + "}")
                        .toArray(String[]::new));
        try (TestDevices.Listener listener = new TestDevices.Listener(broker, "#")) {
            sink(
                    ", password = 'wharf', version = '3.1.1', qos = 2, retain = 'false'",
                    "CAST(id AS STRING) AS payload, concat('devices/', id % 100) AS topic");
            pipeline.update();
            await().atMost(Duration.ofSeconds(30)).until(() -> listener.heard().size() >= 5000);
            assertThat(listener.heard()).hasSize(5000).doesNotHaveDuplicates();
        }
    }

    @Test
    void aBrokerThatDiesMidwayAndComesBackGetsAll() throws Exception {
        pipeline.file(
                "in/2.json",
                IntStream.rangeClosed(3, 60_000)
                        .mapToObj(id -> "{\"id\": " + id + "}")
                        .toArray(String[]::new));
        retries(20);
        // the broker keeps what is published for the one who reads it in the end
        String read = "CREATE STREAMING TABLE back AS SELECT CAST(payload AS INT) AS id FROM (SELECT CAST(payload AS"
                + " STRING) AS payload FROM STREAM read_mqtt(url => '" + broker.url()
                + "', user => 'shop', password => 'wharf', topic => '#', quietPeriod => '200 milliseconds'))";
        pipeline.sql("back.sql", read);
        pipeline.update();
        sink(", password = 'wharf', topic = 'all', clientId = 'giver'", "CAST(id AS STRING) AS payload");

        CompletableFuture<Update> running =
                CompletableFuture.supplyAsync(() -> pipeline.run(new Selection(List.of("out"), List.of(), false)));
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> broker.log().contains(" as giver "));
        broker.stop();
        broker.start();
        assertThat(running.get().result().problems()).isEmpty();
        pipeline.update();
        pipeline.update();

        assertThat(pipeline.rows("SELECT count(DISTINCT id), max(id) FROM back"))
                .containsExactly("60000|60000");
    }

    @Test
    void goesOnWhenTheBrokerComesBack() {
        sink(", password = 'wharf', topic = 'a'", "CAST(id AS STRING) AS payload");
        broker.stop();
        assertThat(pipeline.failure(ErrorCode.SOURCE_NOT_REACHABLE).message()).contains("127.0.0.1");
        broker.start();
        try (TestDevices.Listener listener = new TestDevices.Listener(broker, "#")) {
            pipeline.update();
            assertHeard(listener, "a|1|1|false|[]", "a|2|1|false|[]");
        }
    }

    @Test
    void saysWhatIsWrong() {
        String password = ", password = 'wharf'";
        sink(password + ", topic = 'a/#'", "'x' AS payload");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).message()).contains("no name of a topic");
        sink(password + ", topci = 'a'", "'x' AS payload");
        Problem slip = pipeline.failure(ErrorCode.SINK_INVALID);
        assertThat(slip.fix()).contains("`topic`");
        assertThat(slip.location()).isNotNull();
        sink(password, "'x' AS payload");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("a column `topic`");
        sink(password + ", topic = 'a'", "id AS payload");
        Problem type = pipeline.failure(ErrorCode.SINK_INVALID);
        assertThat(type.fix()).contains("BINARY or STRING");
        assertThat(type.location()).isNotNull();
        sink(password + ", topic = 'a'", "'x' AS payloda");
        assertThat(pipeline.run(Selection.ALL).result().problems().toString())
                .contains("did you mean `payload`?", "no column `payload`");
        sink(password + ", topic = 'a', version = '3.1.1'", "'x' AS payload, map('a', 'b') AS properties");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).fix()).contains("version");
        sink(password, "'x' AS payload, 'a/+' AS topic");
        assertThat(pipeline.failure(ErrorCode.SINK_INVALID).message()).contains("`a/+`");
        sink(", password = 'wrong', topic = 'a'", "'x' AS payload");
        Problem denied = pipeline.failure(ErrorCode.SOURCE_ACCESS_DENIED);
        assertThat(denied.toString()).doesNotContain("wrong");
    }
}
