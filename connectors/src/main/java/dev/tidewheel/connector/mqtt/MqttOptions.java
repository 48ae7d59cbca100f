package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Broker;
import dev.tidewheel.connector.mqtt.client.TopicName;
import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of which broker. Immutable.
 *
 * @param topics filters, with {@code +} and {@code #}
 * @param clientId null for one that is made of the flow's folder
 * @param inFlight how many messages the broker may send before it has to wait for acknowledgements
 * @param quiet when nothing has come for so long, an update has all
 * @param most messages of one update
 * @param longest how long one update listens
 * @param bufferBytes beyond which no more is taken until what is buffered is in the table
 */
record MqttOptions(
        Broker broker,
        List<String> topics,
        int qos,
        @Nullable String clientId,
        Duration sessionExpiry,
        int inFlight,
        Duration quiet,
        long most,
        Duration longest,
        long bufferBytes,
        UnaryOperator<String> secrets) {

    private static final List<String> OPTIONS = List.of(
            "topic",
            "qos",
            "clientId",
            "sessionExpiry",
            "receiveMaximum",
            "quietPeriod",
            "maxMessagesPerTrigger",
            "maxDurationPerTrigger",
            "maxBufferBytes");

    MqttOptions {
        topics = List.copyOf(topics);
    }

    static MqttOptions read(ConnectorRequest request) {
        ConnectorOptions options = request.options();
        if (!request.streaming()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.QUERY_NOT_BATCH, "messages of an MQTT broker can only be read as a stream")
                            .because("a broker gives each message once")
                            .remedy("write STREAM read_mqtt(…) in a streaming table")
                            .at(options.place("url")));
        }
        List<String> known = new ArrayList<>(Broker.OPTIONS);
        known.addAll(OPTIONS);
        options.refuseUnknown(known, name -> false);
        Broker broker = Broker.read(options, request.paths());
        String topic = options.required("topic", "topic => 'sensors/+/temperature'");
        return new MqttOptions(
                broker,
                topics(options, topic),
                qos(options),
                options.text("clientId").orElse(null),
                duration(options, "sessionExpiry").orElse(Duration.ofDays(7)),
                options.number("receiveMaximum", 1)
                        .map(number -> (int) Math.min(65_535, number))
                        .orElse(65_535),
                duration(options, "quietPeriod").orElse(Duration.ofSeconds(1)),
                options.number("maxMessagesPerTrigger", 1).orElse(1_000_000L),
                duration(options, "maxDurationPerTrigger").orElse(Duration.ofMinutes(1)),
                options.number("maxBufferBytes", 1).orElse(1L << 30),
                request.secrets());
    }

    private static List<String> topics(ConnectorOptions options, String text) {
        List<String> topics = Arrays.stream(text.split(",")).map(String::strip).toList();
        for (String topic : topics) {
            if (!TopicName.isFilter(topic)) {
                throw new PipelineException(options.problem(
                        "topic",
                        "`" + topic + "` is no filter of topics",
                        "Use + for one level and # at the end for all below, as in sensors/+/temperature"));
            }
        }
        return topics;
    }

    /** 1 if nothing is said. */
    static int qos(ConnectorOptions options) {
        return Integer.parseInt(options.word("qos", "0", "1", "2").orElse("1"));
    }

    private static Optional<Duration> duration(ConnectorOptions options, String name) {
        return options.parsed(name, "a time such as '5 seconds'", text -> {
            CalendarInterval interval = IntervalUtils.stringToInterval(UTF8String.fromString(text));
            if (interval.months != 0 || interval.days < 0 || interval.microseconds < 0) {
                throw new IllegalArgumentException("no duration");
            }
            return interval.extractAsDuration();
        });
    }
}
