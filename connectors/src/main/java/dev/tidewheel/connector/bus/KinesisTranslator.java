package dev.tidewheel.connector.bus;

import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.engine.source.connector.SourceTranslator;
import dev.tidewheel.engine.source.connector.TranslatedSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code read_kinesis} and the format {@code kinesis}, through the data source {@code aws-kinesis}.
 *
 * @see <a href="https://github.com/awslabs/spark-sql-kinesis-connector">spark-sql-kinesis-connector</a>
 */
public final class KinesisTranslator implements SourceTranslator {

    /** The name of the stream is called differently; of the shard nothing is said. */
    private static final List<String> COLUMNS =
            List.of("partitionKey", "data", "streamName AS stream", "sequenceNumber", "approximateArrivalTimestamp");

    @Override
    public String format() {
        return "kinesis";
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_kinesis");
    }

    @Override
    public Optional<String> dataSource() {
        return Optional.of("aws-kinesis");
    }

    @Override
    public Problem missing(String name) {
        return Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "`" + name + "` needs a connector that is not here")
                .because("Spark itself does not read Kinesis")
                .remedy(
                        "Build awslabs/spark-sql-kinesis-connector for Scala 2.13 and your Spark, and add its jar to the"
                                + " libraries of the pipeline file, or with --jars");
    }

    @Override
    public TranslatedSource translate(ConnectorRequest request) {
        BusOptions options = new BusOptions(request.options());
        stream(options);
        credentials(options);
        options.say(
                "kinesis.startingPosition",
                options.parsed(
                        "initialPosition",
                        "latest, trim_horizon, earliest, or {\"at_timestamp\":\"…\",\"format\":\"…\"}",
                        KinesisPosition::translate));
        consumer(options);
        options.say("kinesis.getRecords.numberOfRecordsPerFetch", options.number("maxRecordsPerFetch", 1));
        options.say("kinesis.getRecords.fetchIntervalMs", options.millis("minFetchPeriod"));
        options.say(
                "kinesis.describeShardInterval",
                options.millis("shardFetchInterval").map(millis -> millis + "ms"));
        withoutCounterpart(options);
        Map<String, String> said = options.finish("kinesis.");
        return new TranslatedSource(said, COLUMNS, options.withoutEffect());
    }

    private static void stream(BusOptions options) {
        String named =
                options.oneOf(List.of("streamName", "streamARN"), "streamName => 'orders', region => 'eu-west-1'");
        String text = options.text(named).orElseThrow();
        if (text.contains(",")) {
            throw options.wrong(named, "Only one stream can be read at a time", "Write a flow for each stream");
        }
        Optional<KinesisName> resource = named.equals("streamARN")
                ? options.parsed(named, "arn:aws:kinesis:<region>:<account>:stream/<name>", KinesisName::parse)
                : Optional.empty();
        options.say("kinesis.streamName", resource.map(KinesisName::stream).orElse(text));
        Optional<String> region = options.text("region").or(() -> resource.map(KinesisName::region));
        Optional<String> endpoint = options.text("endpoint");
        if (region.isEmpty() && endpoint.isEmpty()) {
            throw options.wrong("region", "The option `region` is missing", "Give it, as in region => 'eu-west-1'");
        }
        options.say("kinesis.region", region);
        options.say("kinesis.endpointUrl", endpoint.orElseGet(() -> endpoint(region.orElseThrow())));
        // the data source would go on silently if it is not told
        options.say("kinesis.failOnDataLoss", "true");
    }

    private static String endpoint(String region) {
        return "https://kinesis." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
    }

    private static void credentials(BusOptions options) {
        options.together("awsAccessKey", "awsSecretKey");
        options.notBoth("awsAccessKey", "roleArn");
        options.say("kinesis.awsAccessKeyId", options.text("awsAccessKey"));
        options.say("kinesis.awsSecretKey", options.text("awsSecretKey"));
        Optional<String> role = options.text("roleArn");
        options.say("kinesis.stsRoleArn", role);
        options.say(
                "kinesis.stsSessionName",
                role.map(name -> options.text("roleSessionName").orElse("tidewheel")));
        options.say("kinesis.stsEndpointUrl", options.text("stsEndpoint"));
        if (options.text("roleExternalId").isPresent()) {
            throw options.wrong(
                    "roleExternalId",
                    "The connector cannot give an external id when it takes on a role",
                    "Leave it out, or name a class for credentials of your own as `kinesis.credentialProviderClass`");
        }
        options.text("roleSessionName");
        options.noEffect("serviceCredential", "databricks.serviceCredential");
    }

    private static void consumer(BusOptions options) {
        boolean fanOut = options.word("consumerMode", "polling", "efo")
                .filter("efo"::equals)
                .isPresent();
        options.say("kinesis.consumerType", fanOut ? "SubscribeToShard" : "GetRecords");
        boolean byArn = options.word("registeredConsumerIdType", "name", "ARN")
                .filter("ARN"::equals)
                .isPresent();
        options.notBoth("consumerName", "registeredConsumerId");
        String prefix = options.text("consumerNamePrefix").orElse("");
        Optional<String> name = options.text("consumerName")
                .map(given -> prefix + given)
                .or(() -> byArn
                        ? options.parsed(
                                "registeredConsumerId",
                                "arn:aws:kinesis:<region>:<account>:stream/<name>/consumer/<name>:<time>",
                                KinesisName::consumer)
                        : options.text("registeredConsumerId"));
        if (fanOut && name.isEmpty()) {
            throw options.wrong(
                    "consumerName",
                    "The option `consumerName` is missing",
                    "With consumerMode => 'efo' give each flow a consumerName of its own");
        }
        if (fanOut) {
            options.say("kinesis.consumerName", name);
        }
        options.flag("requireConsumerDeregistration", false);
        options.millis("consumerRefreshInterval");
        options.noEffect("requireConsumerDeregistration", "consumerRefreshInterval");
    }

    private static void withoutCounterpart(BusOptions options) {
        options.notBoth("shardsPerTask", "maxPartitions");
        options.number("shardsPerTask", 1);
        options.number("maxPartitions", 1);
        options.number("maxShardsPerDescribe", 1);
        options.number("coalesceThresholdBlockSize", 1);
        options.number("coalesceBinSize", 1);
        options.bytes("fetchBufferSize");
        options.millis("maxFetchDuration");
        options.parsed("maxFetchRate", "megabytes in a second, such as 1.0", Double::parseDouble);
        options.noEffect(
                "shardsPerTask",
                "maxPartitions",
                "maxShardsPerDescribe",
                "coalesceThresholdBlockSize",
                "coalesceBinSize",
                "fetchBufferSize",
                "maxFetchDuration",
                "maxFetchRate");
    }
}
