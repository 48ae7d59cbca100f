package dev.tidewheel.connector.mqtt;

import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.Connector;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import java.util.Set;

/** MQTT brokers as sources. Stateless. */
public final class MqttConnector implements Connector {

    @Override
    public Set<String> formats() {
        return Set.of("mqtt");
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_mqtt");
    }

    @Override
    public ConnectedSource open(ConnectorRequest request) {
        return new MqttSource(request.session(), MqttOptions.read(request));
    }
}
