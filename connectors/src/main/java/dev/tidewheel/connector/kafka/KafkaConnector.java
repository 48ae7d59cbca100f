package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.Connector;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import java.util.Set;

/** {@code read_kafka} and {@code read_eventhubs}, and the formats {@code kafka} and {@code eventhubs}. */
public final class KafkaConnector implements Connector {

    static final Set<String> FORMATS = Set.of("kafka", EventHubs.FORMAT);

    @Override
    public Set<String> formats() {
        return FORMATS;
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_kafka", "read_eventhubs");
    }

    @Override
    public ConnectedSource open(ConnectorRequest request) {
        boolean eventHubs = request.name().contains(EventHubs.FORMAT);
        KafkaOptions options = eventHubs
                ? EventHubs.options(request.options(), request.streaming())
                : KafkaOptions.parse(request.options(), request.streaming());
        LoginModules.require(options, request.session());
        UnusedOptions.in(request.options()).forEach(request.ignored());
        return new KafkaSource(request.session(), options, request.secrets());
    }

    @Override
    public Optional<Problem> explain(Throwable error) {
        return KafkaProblems.explain(error);
    }
}
