package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.sink.SinkConnector;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sinks of the formats {@code kafka} and {@code eventhubs}, written by Spark: each record at least once. */
public final class KafkaSink implements SinkConnector {

    private static final String TOPIC = "topic";
    private static final String CONNECTION = "eventhubs.connectionString";
    private static final List<String> EVENT_HUBS = List.of(CONNECTION, "connectionString", "eventhubs.name");
    private static final Set<String> NAMES =
            Set.of(TOPIC, "bootstrapServers", "includeHeaders", "queryName", "databricks.serviceCredential");

    @Override
    public Set<String> formats() {
        return KafkaConnector.FORMATS;
    }

    @Override
    public List<Problem> check(SinkTarget.DataSource sink) {
        ConnectorOptions options = new ConnectorOptions(sink.options(), name -> null);
        boolean eventHubs = isEventHubs(sink);
        try {
            options.refuseUnknown(
                    NAMES,
                    name -> name.toLowerCase(Locale.ROOT).startsWith(KafkaOptions.CLIENT)
                            || (eventHubs && EVENT_HUBS.stream().anyMatch(name::equalsIgnoreCase)));
        } catch (PipelineException e) {
            return e.problems().stream()
                    .map(problem -> Problem.of(ErrorCode.SINK_INVALID, problem.message()))
                    .toList();
        }
        if (eventHubs) {
            return EVENT_HUBS.subList(0, 2).stream()
                            .anyMatch(name -> options.text(name).isPresent())
                    ? List.of()
                    : List.of(Problem.of(ErrorCode.SINK_INVALID, "the sink has no option " + CONNECTION)
                            .remedy("give the connection string of the namespace, as a secret"));
        }
        return options.text(KafkaOptions.CLIENT + KafkaOptions.SERVERS)
                        .or(() -> options.text("bootstrapServers"))
                        .isPresent()
                ? List.of()
                : List.of(Problem.of(ErrorCode.SINK_INVALID, "the sink has no option kafka.bootstrap.servers")
                        .remedy("say where the brokers are: kafka.bootstrap.servers = host:port"));
    }

    private static boolean isEventHubs(SinkTarget.DataSource sink) {
        return sink.format().equalsIgnoreCase(EventHubs.FORMAT);
    }

    @Override
    public SinkTarget open(SinkTarget.DataSource sink, String flow) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(sink.options());
        Map<String, String> client = new TreeMap<>();
        Map<String, String> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(KafkaOptions.CLIENT)) {
                client.put(name.substring(KafkaOptions.CLIENT.length()), KafkaOptions.unshaded(value));
            } else if (name.equalsIgnoreCase("bootstrapServers")) {
                client.put(KafkaOptions.SERVERS, value);
            } else if (EVENT_HUBS.stream().noneMatch(name::equalsIgnoreCase)) {
                others.put(name, value);
            }
        });
        if (isEventHubs(sink)) {
            client.put(
                    EventHubs.CONNECTION, given.getOrDefault(CONNECTION, given.getOrDefault("connectionString", "")));
            if (given.containsKey("eventhubs.name")) {
                others.putIfAbsent(TOPIC, given.get("eventhubs.name"));
            }
        }
        Map<String, String> options = new TreeMap<>(others);
        EventHubs.connected(client).forEach((name, value) -> {
            if (!name.equals("session.timeout.ms")) {
                options.put(KafkaOptions.CLIENT + name, value);
            }
        });
        return new SinkTarget.DataSource("kafka", options);
    }
}
