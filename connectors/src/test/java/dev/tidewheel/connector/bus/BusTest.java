package dev.tidewheel.connector.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinesis, Pub/Sub and Pulsar, with data sources that give back what they were asked for. */
class BusTest {

    private static final String STREAM = "streamName => 'orders', region => 'eu-west-1'";
    private static final String TOPIC = "`service.url` => 'pulsar://h:6650', topic => 'orders'";
    private static final String SUBSCRIPTION = "subscriptionId => 's', topicId => 't', projectId => 'p'";

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), """
                name: buses
                secrets:
                  - file: .env
                """);
        Files.writeString(folder.resolve(".env"), "aws/key=spindrift-2931\n");
        pipeline = PipelineFixture.of(folder.resolve("pipeline.yml"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** A jar that tells Spark of the data sources. */
    private void addDataSources() throws IOException {
        EchoSource.announceIn(folder.resolve("sources.jar"));
        pipeline.close();
        Files.writeString(folder.resolve("pipeline.yml"), """
                name: buses
                secrets:
                  - file: .env
                libraries:
                  - transformations/**
                  - jar: sources.jar
                """);
        pipeline = PipelineFixture.of(folder.resolve("pipeline.yml"));
    }

    private void table(String name, String columns, String source) {
        pipeline.sql(
                name + ".sql", "CREATE STREAMING TABLE " + name + " AS SELECT " + columns + " FROM STREAM " + source);
    }

    private Problem problem(ErrorCode code, String source) {
        table("asked", "*", source);
        return pipeline.failure(code);
    }

    @Test
    void kinesisIsReadByAnotherNameWithOtherOptions() throws IOException {
        addDataSources();
        table(
                "short",
                "CAST(data AS STRING) AS said, stream, partitionKey, sequenceNumber, approximateArrivalTimestamp",
                "read_kinesis(" + STREAM + ")");
        table(
                "long",
                "CAST(data AS STRING) AS said",
                "read_kinesis(streamARN => 'arn:aws:kinesis:cn-north-1:12:stream/orders',"
                        + " initialPosition => '{\"at_timestamp\": \"06/25/2020 10:23:45 PDT\", \"format\": \"MM/dd/yyyy HH:mm:ss"
                        + " ZZZ\"}', consumerMode => 'efo', consumerNamePrefix => 'shop_', consumerName => 'one',"
                        + " maxRecordsPerFetch => 500, minFetchPeriod => '400ms', shardFetchInterval => '2s', roleArn => 'r',"
                        + " fetchBufferSize => '20gb', serviceCredential => 'c', `kinesis.failOnDataLoss` => false)");
        table(
                "secret",
                "replace(CAST(data AS STRING), 'spindrift', 'value') AS said",
                "read_kinesis(" + STREAM
                        + ", endpoint => 'http://localhost:4566', awsAccessKey => 'AK', awsSecretKey =>"
                        + " secret('aws', 'key'), consumerMode => 'EFO', registeredConsumerIdType => 'ARN',"
                        + " registeredConsumerId => 'arn:aws:kinesis:eu-west-1:1:stream/orders/consumer/two:17',"
                        + " initialPosition => 'earliest')");

        pipeline.update();

        assertThat(pipeline.table("short"))
                .containsExactly(
                        "{kinesis.consumerType=GetRecords, kinesis.endpointUrl=https://kinesis.eu-west-1.amazonaws.com,"
                                + " kinesis.failOnDataLoss=true, kinesis.region=eu-west-1, kinesis.streamName=orders}"
                                + "|column 1|column 2|column 3|1970-01-01 00:00:00.0");
        assertThat(pipeline.table("long"))
                .containsExactly("{kinesis.consumerName=shop_one, kinesis.consumerType=SubscribeToShard,"
                        + " kinesis.describeShardInterval=2000ms,"
                        + " kinesis.endpointUrl=https://kinesis.cn-north-1.amazonaws.com.cn, kinesis.failOnDataLoss=false,"
                        + " kinesis.getRecords.fetchIntervalMs=400, kinesis.getRecords.numberOfRecordsPerFetch=500,"
                        + " kinesis.region=cn-north-1, kinesis.startingPosition=AT_TIMESTAMP 2020-06-25T17:23:45Z,"
                        + " kinesis.streamName=orders, kinesis.stsRoleArn=r, kinesis.stsSessionName=tidewheel}");
        assertThat(pipeline.table("secret"))
                .containsExactly(
                        "{kinesis.awsAccessKeyId=AK, kinesis.awsSecretKey=value-2931, kinesis.consumerName=two,"
                                + " kinesis.consumerType=SubscribeToShard, kinesis.endpointUrl=http://localhost:4566,"
                                + " kinesis.failOnDataLoss=true, kinesis.region=eu-west-1,"
                                + " kinesis.startingPosition=TRIM_HORIZON, kinesis.streamName=orders}");
        assertThat(pipeline.notices())
                .contains(
                        "ignored: options that have no effect here: fetchBufferSize of read_kinesis, serviceCredential of"
                                + " read_kinesis");
        assertThat(pipeline.update().jobs()).as("nothing new").isZero();
    }

    @Test
    void javaReadsThemByFormat() throws IOException {
        addDataSources();
        pipeline.file("transformations/Buses.java", """
                import dev.tidewheel.api.*;
                import java.util.Map;
                public class Buses implements PipelineDefinition {
                    public void define(Pipeline pipeline) {
                        pipeline.streamingTable("kinesis").from(context -> context.readSourceStream("kinesis",
                            Map.of("streamName", "orders", "region", "eu-west-1")).selectExpr("stream"));
                        pipeline.streamingTable("pulsar").from(context -> context.readSourceStream("pulsar",
                            Map.of("service.url", "pulsar://h:6650", "topicsPattern", "o.*",
                                "startingOffsets", "EARLIEST", "pulsar.client.authParams", "{{secrets/aws/key}}"))
                            .selectExpr("replace(string(value), 'spindrift', 'value') AS said", "__topic"));
                    }
                }
                """);

        pipeline.update();

        assertThat(pipeline.table("kinesis")).containsExactly("column 1");
        assertThat(pipeline.table("pulsar"))
                .containsExactly("{failOnDataLoss=true, pulsar.client.authParams=value-2931,"
                        + " service.url=pulsar://h:6650, startingOffsets=earliest, topicsPattern=o.*}|column 2");
    }

    @Test
    void pulsarKeepsItsOptions() throws IOException {
        addDataSources();
        table(
                "pulsar",
                "CAST(value AS STRING) AS said, __key IS NULL AS none",
                "read_pulsar(" + TOPIC
                        + ", maxBytesPerTrigger => '10mb', `admin.url` => 'http://h:8080', failOnDataLoss =>"
                        + " false, pollTimeoutMs => 5000, subscriptionPrefix => 'tide')");

        pipeline.update();

        assertThat(pipeline.table("pulsar"))
                .containsExactly(
                        "{admin.url=http://h:8080, failOnDataLoss=false, maxBytesPerTrigger=10485760,"
                                + " pollTimeoutMs=5000, service.url=pulsar://h:6650, subscriptionPrefix=tide, topic=orders}|false");
    }

    @Test
    void aConnectorThatIsNotHereIsNamed() {
        assertThat(problem(ErrorCode.FEATURE_NOT_SUPPORTED, "read_kinesis(" + STREAM + ")")
                        .fix())
                .contains("awslabs/spark-sql-kinesis-connector");
        assertThat(problem(ErrorCode.FEATURE_NOT_SUPPORTED, "read_pulsar(" + TOPIC + ")")
                        .fix())
                .contains("io.streamnative.connectors:pulsar-spark-connector_2.13");
        Problem none = problem(ErrorCode.FEATURE_NOT_SUPPORTED, "read_pubsub(" + SUBSCRIPTION + ")");
        assertThat(none.fix()).contains("Cloud Storage").contains("`pubsub`");
        assertThat(none.location()).isNotNull();
    }

    @Test
    void wrongOptionsAreNamedWithoutTheConnector() {
        assertWrong("read_kinesis(streamNme => 'a', region => 'r')", "None of the options streamName, streamARN");
        assertWrong("read_kinesis(streamName => 'a', streamARN => 'b')", "Only one of the options");
        assertWrong("read_kinesis(streamName => 'a')", "`region` is missing");
        assertWrong("read_kinesis(streamName => 'a,b', region => 'r')", "Only one stream");
        assertWrong("read_kinesis(streamARN => 'orders')", "cannot be `orders`");
        assertWrong("read_kinesis(" + STREAM + ", initialPosition => 'first')", "cannot be `first`");
        assertWrong("read_kinesis(" + STREAM + ", initialPosition => '{\"at\": 1}')", "cannot be");
        assertWrong("read_kinesis(" + STREAM + ", consumerMode => 'push')", "cannot be `push`");
        assertWrong("read_kinesis(" + STREAM + ", consumerMode => 'efo')", "`consumerName` is missing");
        assertWrong("read_kinesis(" + STREAM + ", awsAccessKey => 'a')", "`awsSecretKey` is missing");
        assertWrong("read_kinesis(" + STREAM + ", shardsPerTask => 2, maxPartitions => 3)", "cannot both be given");
        assertWrong("read_kinesis(" + STREAM + ", maxFetchDuration => 'long')", "cannot be `long`");
        assertWrong("read_kinesis(" + STREAM + ", roleArn => 'a', roleExternalId => 'b')", "external id");
        assertThat(problem(ErrorCode.SOURCE_OPTION_INVALID, "read_kinesis(" + STREAM + ", initalPosition => 'latest')")
                        .fix())
                .isEqualTo("Did you mean `initialPosition`?");
        assertWrong("read_pubsub(subscriptionId => 's', topicId => 't')", "`projectId` is missing");
        assertWrong("read_pubsub(" + SUBSCRIPTION + ", maxRecordsPerFetch => 0)", "cannot be `0`");
        assertWrong("read_pubsub(" + SUBSCRIPTION + ", clientEmail => 'me')", "`privateKey` is missing");
        assertWrong("read_pulsar(topic => 't')", "`service.url` is missing");
        assertWrong("read_pulsar(" + TOPIC + ", topics => 'a,b')", "Only one of the options");
        assertWrong("read_pulsar(" + TOPIC + ", maxBytesPerTrigger => '1m')", "needs `admin.url`");
        assertWrong("read_pulsar(" + TOPIC + ", startingOffsets => 'newest')", "cannot be `newest`");
    }

    private void assertWrong(String source, String message) {
        Problem problem = problem(ErrorCode.SOURCE_OPTION_INVALID, source);
        assertThat(problem.message()).contains(message);
        assertThat(problem.location()).isNotNull();
    }

    @Test
    void whoHasADataSourceOfTheNameGetsIt() throws IOException {
        addDataSources();
        // read_source takes a data source as it is
        table("pulsar", "string(value) AS said", "read_source('pulsar', `pulsar.own` => '{{secrets/aws/key}}')");

        pipeline.update();

        assertThat(pipeline.table("pulsar")).containsExactly("{pulsar.own=spindrift-2931}");
    }

    @Test
    void theyAreStreamsOnly() {
        pipeline.sql("CREATE MATERIALIZED VIEW asked AS SELECT * FROM read_pulsar(" + TOPIC + ")");
        assertThat(pipeline.failure(ErrorCode.QUERY_NOT_BATCH).fix()).contains("STREAM read_pulsar(…)");
    }
}
