package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowMetrics;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class KafkaSourceTest {

    private static TestBroker broker;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;
    private String topic;

    @BeforeAll
    static void startBroker(@TempDir Path brokerFolder) throws Exception {
        broker = TestBroker.startIn(brokerFolder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.create(topic, 2);
        pipeline = PipelineFixture.in(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private String source(String more) {
        return "read_kafka(bootstrapServers => '" + broker.servers() + "', subscribe => '" + topic + "'" + more + ")";
    }

    private PipelineFixture texts(String more) {
        return pipeline.sql(
                "CREATE STREAMING TABLE texts AS SELECT CAST(value AS STRING) AS text, partition, offset FROM"
                        + " STREAM " + source(more));
    }

    private static final String EARLIEST = ", startingOffsets => 'earliest'";

    @Test
    void eachRecordIsReadOnce() throws Exception {
        broker.send(topic, 0, "a", "b");
        broker.send(topic, 1, "c");
        texts(EARLIEST);

        Update first = pipeline.update();
        assertThat(pipeline.table("texts")).containsExactly("a|0|0", "b|0|1", "c|1|0");
        FlowMetrics metrics = first.events().stream()
                .map(event -> event.details())
                .filter(EventDetails.FlowProgress.class::isInstance)
                .map(details -> ((EventDetails.FlowProgress) details).metrics())
                .filter(Objects::nonNull)
                .filter(found -> found.backlogRecords() != null)
                .findFirst()
                .orElseThrow();
        assertThat(metrics.backlogRecords()).isEqualTo(3);
        assertThat(metrics.backlogBytes()).isEqualTo(3);
        assertThat(metrics.backlogSeconds()).isBetween(0L, 600L);

        assertThat(pipeline.update().jobs()).as("nothing new").isZero();

        broker.send(topic, 1, "d");
        pipeline.restart().update();
        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aStreamBeginsWithWhatComesAfterItsFirstStart() throws Exception {
        broker.send(topic, 0, "before");
        texts("").update();
        assertThat(pipeline.table("texts")).isEmpty();
        broker.send(topic, 0, "after");

        pipeline.update();

        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("after");
    }

    @Test
    void newPartitionsAreReadFromTheirBeginning() throws Exception {
        broker.send(topic, 0, "a");
        texts(EARLIEST).update();
        broker.widen(topic, 3);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            broker.send(topic, 2, "new");
            return true;
        });

        pipeline.update();

        assertThat(pipeline.rows("SELECT DISTINCT text, partition FROM texts")).containsExactly("a|0", "new|2");
    }

    @Test
    void batchesHaveALimit() throws Exception {
        broker.send(topic, 0, "1", "2", "3", "4", "5", "6");
        broker.send(topic, 1, "7", "8");
        texts(EARLIEST + ", maxOffsetsPerTrigger => 4");

        Update update = pipeline.update();

        assertThat(pipeline.rows("SELECT count(*), count(DISTINCT text) FROM texts"))
                .containsExactly("8|8");
        assertThat(pipeline.version("texts")).as("two batches").isGreaterThanOrEqualTo(1);
        assertThat(update.result().state()).isEqualTo(UpdateState.COMPLETED);
    }

    @Test
    void aViewReadsWhatIsThere() throws Exception {
        broker.send(topic, 0, "a", "b");
        pipeline.sql("CREATE MATERIALIZED VIEW texts AS SELECT CAST(value AS STRING) AS text FROM " + source(""));
        pipeline.update();
        assertThat(pipeline.table("texts")).containsExactly("a", "b");
        assertThat(pipeline.update().jobs()).as("nothing new").isZero();
        broker.send(topic, 0, "c");

        pipeline.update();

        assertThat(pipeline.table("texts")).containsExactly("a", "b", "c");
    }

    @Test
    void statefulQueriesReadItToo() throws Exception {
        broker.send(topic, 0, "a", "a", "b");
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT DISTINCT CAST(value AS STRING) AS text FROM STREAM "
                + source(EARLIEST));
        pipeline.update();
        assertThat(pipeline.table("texts")).containsExactly("a", "b");
        broker.send(topic, 1, "b", "c");

        pipeline.restart().update();

        assertThat(pipeline.table("texts")).containsExactly("a", "b", "c");
    }

    @Test
    void optionsSayWhereToBegin() throws Exception {
        broker.send(topic, 0, "a", "b", "c");
        broker.send(topic, 1, "x", "y");
        texts(", startingOffsets => '{\"" + topic + "\":{\"0\":1,\"1\":-1}}', includeHeaders => true")
                .update();

        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("b", "c");
    }

    @Test
    void patternsTakeTopicsThatComeLater() throws Exception {
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT CAST(value AS STRING) AS text FROM STREAM read_kafka("
                + "bootstrapServers => '" + broker.servers() + "', subscribePattern => '" + topic
                + ".*', startingOffsets => 'earliest')");
        broker.send(topic, 0, "a");
        pipeline.update();
        broker.create(topic + "-later", 1);
        broker.send(topic + "-later", 0, "b");

        pipeline.update();

        assertThat(pipeline.table("texts")).containsExactly("a", "b");
    }

    @Test
    void recordsThatAreGoneBeforeTheyWereReadAreAnError() throws Exception {
        broker.send(topic, 0, "a", "b");
        texts(EARLIEST).update();
        broker.send(topic, 0, "c", "d", "e");
        broker.forget(topic, 0, 4);

        Problem problem = pipeline.failure(ErrorCode.SOURCE_DATA_LOST);
        assertThat(problem.cause()).contains("has offset 4; it was read up to offset 2");
        assertThat(problem.location()).isNotNull();
        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("a", "b");

        texts(EARLIEST + ", failOnDataLoss => false").update();
        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("a", "b", "e");

        UpdatePlan anew = pipeline.engine().plan(new Selection(List.of(), List.of("texts"), false));
        assertThat(pipeline.engine().resetReports(anew).get(0).losses())
                .singleElement()
                .asString()
                .contains("records that were read do not come again");
        texts(", startingOffsets => 'latest'");
        anew = pipeline.engine().plan(new Selection(List.of(), List.of("texts"), false));
        assertThat(pipeline.engine().resetReports(anew).get(0).losses())
                .singleElement()
                .asString()
                .contains("up to 5 records");
    }

    @Test
    void aTopicOfTheSameNameIsAnotherTopic() throws Exception {
        broker.send(topic, 0, "old");
        texts(EARLIEST).update();
        broker.delete(topic);
        await().atMost(Duration.ofSeconds(30)).until(() -> !broker.topics().contains(topic));
        assertThat(pipeline.failure(ErrorCode.SOURCE_DATA_LOST).cause()).contains("does not exist any more");
        broker.create(topic, 2);
        broker.send(topic, 0, "new");

        assertThat(pipeline.failure(ErrorCode.SOURCE_DATA_LOST).cause()).contains("was deleted and created again");

        texts(EARLIEST + ", failOnDataLoss => false").update();
        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("new", "old");
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        topic = topic.replace("named", "nmed").replace("Named", "Nmed");
        texts(EARLIEST);

        Problem problem = pipeline.failure(ErrorCode.SOURCE_PATH_NOT_FOUND);

        assertThat(problem.fix()).isEqualTo("Did you mean `aTopicThatDoesNotExistIsNamed`?");
    }

    @Test
    void theBrokerIsTalkedToWithUserAndPassword() throws Exception {
        broker.send(topic, 0, "a");
        secured(TestBroker.PASSWORD).update();
        assertThat(pipeline.table("texts")).containsExactly("a");

        Update refused = secured("wrong").run(Selection.ALL);
        assertThat(refused.result().problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.SOURCE_ACCESS_DENIED);
        assertThat(refused.toString()).doesNotContain("password=\"wrong\"");
    }

    private PipelineFixture secured(String password) {
        return pipeline.sql(
                "CREATE STREAMING TABLE texts AS SELECT CAST(value AS STRING) AS text FROM STREAM read_kafka("
                        + "bootstrapServers => '" + broker.securedServers() + "', subscribe => '" + topic
                        + "', startingOffsets => 'earliest', `kafka.security.protocol` => 'SASL_PLAINTEXT',"
                        + " `kafka.sasl.mechanism` => 'PLAIN', `kafka.sasl.jaas.config` =>"
                        + " 'kafkashaded.org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"reader\" password=\"" + password + "\";')");
    }

    @Test
    void anEventHubNeedsAConnectionStringOnly() throws Exception {
        broker.create("hub", 1);
        broker.send("hub", 0, "event");
        String connection = "Endpoint=sb://" + broker.securedServers() + "/;EntityPath=hub";
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT CAST(value AS STRING) AS text FROM STREAM read_eventhubs("
                + "connectionString => '" + connection + "', startingOffsets => 'earliest',"
                + " `kafka.security.protocol` => 'SASL_PLAINTEXT')");

        pipeline.update();

        assertThat(pipeline.table("texts")).containsExactly("event");
    }

    @Test
    void wrongOptionsAreFoundWithoutABroker() {
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT * FROM STREAM read_kafka(bootstrapServer => 'nowhere:1',"
                + " subscribe => 'x')");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix())
                .isEqualTo("Did you mean `bootstrapServers`?");
        pipeline.sql(
                "CREATE STREAMING TABLE texts AS SELECT * FROM STREAM read_kafka(bootstrapServers => 'nowhere:1')");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).message()).isEqualTo("No topic is given");
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT * FROM STREAM read_kafka(bootstrapServers => 'nowhere:1',"
                + " subscribe => 'x', startingOffsets => 'first')");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix())
                .startsWith("Give earliest, latest, or JSON");
    }

    @Test
    void avroWithTheFiveBytesOfASchemaRegistry() throws Exception {
        broker.send(topic, 0, "\0\0\0\0\u0001\n");
        pipeline.sql(
                "CREATE STREAMING TABLE numbers AS SELECT from_avro(substring(value, 6), '\"long\"') AS n FROM STREAM "
                        + source(EARLIEST));

        pipeline.update();

        assertThat(pipeline.table("numbers")).containsExactly("5");
    }

    @Test
    void theSchemaOfARegistryIsInTheBytes() throws Exception {
        broker.send(topic, 0, "\0\0\0\0\u0001\n", "\0\0\0\0\u0002\u0004no", "{}");
        pipeline.sql("CREATE STREAMING TABLE records AS SELECT CASE WHEN substring(value, 1, 1) = X'00'"
                + " THEN CAST(conv(hex(substring(value, 2, 4)), 16, 10) AS INT) END AS schema_id, value FROM STREAM "
                + source(EARLIEST)
                + "; CREATE STREAMING TABLE numbers AS SELECT from_avro(substring(value, 6), '\"long\"')"
                + " AS n FROM STREAM records WHERE schema_id = 1; CREATE STREAMING TABLE texts AS SELECT"
                + " from_avro(substring(value, 6), '\"string\"') AS s FROM STREAM records WHERE schema_id = 2");

        pipeline.update();

        assertThat(pipeline.table("numbers")).containsExactly("5");
        assertThat(pipeline.table("texts")).containsExactly("no");
        assertThat(pipeline.rows("SELECT string(value) FROM records WHERE schema_id IS NULL"))
                .containsExactly("{}");
    }

    @Test
    void optionsWithoutEffectAreNamedAndChecked() throws Exception {
        broker.send(topic, 0, "a", "b");
        texts(EARLIEST + ", minOffsetsPerTrigger => 100, maxTriggerDelay => '15m', bytesEstimateWindowLength => '300s',"
                        + " `databricks.serviceCredential` => 'c', startingOffsetsByTimestampStrategy => 'latest',"
                        + " maxRecordsPerPartition => 1, `fetchOffset.numRetries` => 3")
                .update();

        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("a", "b");
        assertThat(pipeline.notices())
                .containsOnlyOnce("ignored: options that have no effect here: bytesEstimateWindowLength of read_kafka,"
                        + " databricks.serviceCredential of read_kafka, fetchOffset.numRetries of read_kafka,"
                        + " maxTriggerDelay of read_kafka, minOffsetsPerTrigger of read_kafka");
        texts(", maxTriggerDelay => 'soon'");
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).message()).contains("cannot be `soon`");
    }

    @Test
    void timesSayWhereToBegin() throws Exception {
        broker.send(topic, 0, "a");
        long later = System.currentTimeMillis() + 3_600_000;
        texts(", startingOffsetsByTimestamp => '{\"" + topic + "\":{\"0\":1,\"1\":" + later
                        + "}}', startingOffsetsByTimestampStrategy => 'latest'")
                .update();
        assertThat(pipeline.rows("SELECT text FROM texts")).containsExactly("a");

        pipeline.sql("CREATE STREAMING TABLE others AS SELECT value FROM STREAM "
                + source(", startingTimestamp => " + later));
        assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix())
                .contains("startingOffsetsByTimestampStrategy");
    }

    @Test
    void whatProtobufNeedsIsNamed() {
        pipeline.sql("CREATE STREAMING TABLE texts AS SELECT from_protobuf(value, 'Order', X'00') AS m FROM STREAM "
                + source(EARLIEST));

        assertThat(pipeline.run(Selection.ALL).result().problems().toString()).contains("spark-protobuf");
    }

    @Test
    void severalFlowsGoOnEachByItself() throws Exception {
        broker.send(topic, 0, "a");
        String read = " AS INSERT INTO texts BY NAME SELECT CAST(value AS STRING) AS text FROM STREAM ";
        pipeline.sql("CREATE STREAMING TABLE texts; CREATE FLOW one" + read + source(EARLIEST) + "; CREATE FLOW two"
                + read + source(EARLIEST));
        pipeline.update();
        broker.send(topic, 0, "b");
        pipeline.update();

        assertThat(pipeline.table("texts")).isEqualTo(List.of("a", "a", "b", "b"));
    }
}
