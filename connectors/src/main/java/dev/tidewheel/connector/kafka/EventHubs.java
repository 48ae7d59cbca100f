package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azure Event Hubs, and the built-in endpoint of IoT Hub, through the Kafka endpoint that each namespace has. A connection
 * string is all that is needed: {@code Endpoint=sb://<namespace>.servicebus.windows.net/;SharedAccessKeyName=…;
 * SharedAccessKey=…;EntityPath=<hub>}. Stateless.
 *
 * @see <a href="https://learn.microsoft.com/azure/event-hubs/azure-event-hubs-apache-kafka-overview">Event Hubs for Apache
 *     Kafka</a>
 */
final class EventHubs {

    static final String FORMAT = "eventhubs";

    /** The setting under which the connection string travels until a connection is made. */
    static final String CONNECTION = "tidewheel.eventhubs.connection";

    private static final String OPTION = "eventhubs.connectionString";
    private static final String SHORT_OPTION = "connectionString";
    private static final String NAME = "eventhubs.name";
    private static final String PORT = ":9093";
    private static final Pattern ENDPOINT = Pattern.compile("(?i)(?:^|;)\\s*Endpoint=sb://([^/;:]+)(:\\d+)?/?");
    private static final Pattern HUB = Pattern.compile("(?i)(?:^|;)\\s*EntityPath=([^;]+)");

    private EventHubs() {}

    /** The options of a Kafka source for those of an Event Hub. */
    static KafkaOptions options(ConnectorOptions given, boolean streaming) {
        return KafkaOptions.parse(given.withValues(kafka(given)), streaming);
    }

    private static Map<String, String> kafka(ConnectorOptions given) {
        String connection = given.text(OPTION)
                .or(() -> given.text(SHORT_OPTION))
                .orElseThrow(() -> new PipelineException(given.problem(
                        OPTION,
                        "The connection string is not given",
                        "Give connectionString => secret('scope', 'key')")));
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(given.all());
        options.keySet().removeAll(java.util.List.of(OPTION, SHORT_OPTION, NAME, "eventHubName"));
        boolean named = options.keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).matches("subscribe|subscribepattern|assign"));
        if (!named) {
            given.text(NAME)
                    .or(() -> given.text("eventHubName"))
                    .or(() -> hub(connection))
                    .ifPresent(hub -> options.put("subscribe", hub));
        }
        // The namespace is in the connection string, which may be a secret: both are put in when a connection is made.
        options.put(KafkaOptions.CLIENT + KafkaOptions.SERVERS, host(connection));
        options.put(KafkaOptions.CLIENT + CONNECTION, connection);
        return options;
    }

    private static java.util.Optional<String> hub(String connection) {
        Matcher hub = HUB.matcher(connection);
        return hub.find() ? java.util.Optional.of(hub.group(1).strip()) : java.util.Optional.empty();
    }

    private static String host(String connection) {
        Matcher endpoint = ENDPOINT.matcher(connection);
        if (!endpoint.find()) {
            return FORMAT;
        }
        return endpoint.group(1) + (endpoint.group(2) == null ? PORT : endpoint.group(2));
    }

    /** Settings of a client with the connection string put in; all others are left as they are. */
    static Map<String, String> connected(Map<String, String> client) {
        String connection = client.get(CONNECTION);
        if (connection == null) {
            return client;
        }
        String host = host(connection);
        if (host.equals(FORMAT)) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_OPTION_INVALID, "The connection string of the Event Hub has no Endpoint")
                    .remedy("It looks like Endpoint=sb://<namespace>.servicebus.windows.net/;SharedAccessKeyName=…;"
                            + "SharedAccessKey=…;EntityPath=<hub>"));
        }
        Map<String, String> settings = new LinkedHashMap<>(client);
        settings.remove(CONNECTION);
        settings.put(KafkaOptions.SERVERS, host);
        settings.putIfAbsent("security.protocol", "SASL_SSL");
        settings.putIfAbsent("sasl.mechanism", "PLAIN");
        settings.putIfAbsent(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"$ConnectionString\" password=\""
                        + connection.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
        settings.putIfAbsent("request.timeout.ms", "60000");
        settings.putIfAbsent("session.timeout.ms", "30000");
        return settings;
    }
}
