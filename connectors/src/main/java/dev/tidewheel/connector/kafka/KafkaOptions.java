package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The options of a Kafka source, checked. They are those of Spark's Kafka source; {@code bootstrapServers} is the name that
 * {@code read_kafka} has for {@code kafka.bootstrap.servers}. Immutable.
 *
 * @param client settings of Kafka's clients, without the prefix {@code kafka.}; may hold references to secrets
 * @param start where a stream begins at its first start, and a batch
 * @param end where a batch ends
 * @param recordsPerTrigger how many records a batch of a stream has at most, {@link Long#MAX_VALUE} for no limit
 */
record KafkaOptions(
        Map<String, String> client,
        TopicSelection topics,
        Start start,
        Start end,
        boolean failOnDataLoss,
        boolean headers,
        long recordsPerTrigger,
        Optional<Integer> minPartitions,
        Optional<Long> recordsPerPartition,
        long pollMillis,
        String groupPrefix,
        @Nullable SourceLocation place) {

    static final String SERVERS = "bootstrap.servers";
    static final String CLIENT = "kafka.";

    private static final long POLL_MILLIS = 30_000;
    private static final List<String> SELECTIONS = List.of("subscribe", "subscribePattern", "assign");

    private static final List<String> USED = List.of(
            "bootstrapServers",
            "subscribe",
            "subscribePattern",
            "assign",
            "startingOffsets",
            "startingOffsetsByTimestamp",
            "startingTimestamp",
            "startingOffsetsByTimestampStrategy",
            "endingOffsets",
            "endingOffsetsByTimestamp",
            "endingTimestamp",
            "failOnDataLoss",
            "includeHeaders",
            "groupIdPrefix",
            "minPartitions",
            "maxRecordsPerPartition",
            "maxOffsetsPerTrigger",
            "kafkaConsumer.pollTimeoutMs");

    private static final Set<String> NAMES =
            Stream.of(USED, UnusedOptions.NAMES).flatMap(List::stream).collect(Collectors.toSet());

    /** Settings of the client that the source decides itself. */
    private static final Map<String, String> REFUSED = Map.of(
            "auto.offset.reset", "use startingOffsets",
            "key.deserializer", "keys are bytes; convert them in the query",
            "value.deserializer", "values are bytes; convert them in the query",
            "enable.auto.commit", "progress is kept with the table",
            "interceptor.classes", "interceptors could change what is read");

    /** @throws PipelineException with what is wrong */
    static KafkaOptions parse(ConnectorOptions given, boolean streaming) {
        given.refuseUnknown(NAMES, name -> name.toLowerCase(Locale.ROOT).startsWith(CLIENT));
        Map<String, String> client = client(given);
        if (!client.containsKey(SERVERS)) {
            throw new PipelineException(given.problem(
                    "bootstrapServers",
                    "The brokers are not given",
                    "Give bootstrapServers => 'host:9092', or kafka.bootstrap.servers"));
        }
        if (streaming) {
            for (String name : List.of("endingOffsets", "endingOffsetsByTimestamp", "endingTimestamp")) {
                if (given.text(name).isPresent()) {
                    throw new PipelineException(given.problem(
                            name, "A stream has no end: `" + name + "`", "Leave it out, or read a batch"));
                }
            }
        }
        Start start = start(given, "starting").orElseGet(() -> streaming ? new Start.Latest() : new Start.Earliest());
        if (!streaming && start instanceof Start.Latest) {
            throw new PipelineException(given.problem(
                    "startingOffsets", "A batch cannot begin after the newest record", "Give earliest, or offsets"));
        }
        return new KafkaOptions(
                client,
                topics(given),
                start,
                start(given, "ending").orElseGet(Start.Latest::new),
                given.flag("failOnDataLoss", true),
                given.flag("includeHeaders", false),
                given.number("maxOffsetsPerTrigger", 1).orElse(Long.MAX_VALUE),
                given.number("minPartitions", 1).map(Math::toIntExact),
                given.number("maxRecordsPerPartition", 1),
                given.number("kafkaConsumer.pollTimeoutMs", 1).orElse(POLL_MILLIS),
                given.text("groupIdPrefix").orElse("tidewheel"),
                given.place("subscribe"));
    }

    private static Map<String, String> client(ConnectorOptions given) {
        Map<String, String> client = new TreeMap<>();
        given.all().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(CLIENT)) {
                String setting = name.substring(CLIENT.length());
                String refused = REFUSED.get(setting);
                if (refused != null) {
                    throw new PipelineException(
                            given.problem(name, "The setting `" + name + "` cannot be given", refused));
                }
                client.put(setting, unshaded(value));
            }
        });
        given.text("bootstrapServers").ifPresent(servers -> client.put(SERVERS, servers));
        return client;
    }

    /** Class names as they are outside of the platform that relocates them. */
    static String unshaded(String value) {
        return value.replaceAll("\\bkafkashaded\\.", "").replaceAll("\\bshadedmskiam\\.", "");
    }

    private static TopicSelection topics(ConnectorOptions given) {
        List<String> named =
                SELECTIONS.stream().filter(name -> given.text(name).isPresent()).toList();
        if (named.size() != 1) {
            throw new PipelineException(
                    given.problem(
                            named.isEmpty() ? "subscribe" : named.get(1),
                            named.isEmpty()
                                    ? "No topic is given"
                                    : "Topics are given twice: " + String.join(", ", named),
                            "Give exactly one of subscribe => 'topic', subscribePattern => 'regex', assign => '{\"topic\":[0,1]}'"));
        }
        String name = named.get(0);
        return switch (name) {
            case "subscribe" ->
                new TopicSelection.Named(given.parsed(name, "names of topics, divided by commas", KafkaOptions::names)
                        .orElseThrow());
            case "subscribePattern" ->
                new TopicSelection.Matching(given.parsed(name, "a regular expression of Java", Pattern::compile)
                        .orElseThrow());
            default ->
                new TopicSelection.Assigned(given.parsed(name, "JSON such as {\"topic\":[0,1]}", OffsetJson::partitions)
                        .orElseThrow());
        };
    }

    private static Set<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no names");
        }
        return Set.copyOf(names);
    }

    private static Optional<Start> start(ConnectorOptions given, String side) {
        boolean orLatest = given.word("startingOffsetsByTimestampStrategy", "error", "latest")
                .filter("latest"::equals)
                .isPresent();
        String time = side + "Timestamp";
        Optional<Start> everywhere = given.number(time, 0).map(millis -> new Start.Times(Map.of(), millis, orLatest));
        if (everywhere.isPresent()) {
            return everywhere;
        }
        Function<String, Map<TopicPartition, Long>> json = OffsetJson::offsets;
        Optional<Start> times = given.parsed(
                        side + "OffsetsByTimestamp", "JSON such as {\"topic\":{\"0\":1700000000000}}", json)
                .map(millis -> new Start.Times(millis, -1, orLatest));
        if (times.isPresent()) {
            return times;
        }
        return given.parsed(
                side + "Offsets",
                "earliest, latest, or JSON such as {\"topic\":{\"0\":23,\"1\":-2}}",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "earliest" -> new Start.Earliest();
                    case "latest" -> new Start.Latest();
                    default -> new Start.Offsets(OffsetJson.offsets(text));
                });
    }

    /** The settings of the client with the values of secrets, as they are handed to it. */
    Map<String, String> revealed(UnaryOperator<String> secrets) {
        Map<String, String> revealed = new TreeMap<>();
        client.forEach((name, value) -> revealed.put(name, secrets.apply(value)));
        return EventHubs.connected(revealed);
    }

    /** A problem at the place where the topics are named. */
    Problem at(Problem problem) {
        return problem.at(place);
    }
}
