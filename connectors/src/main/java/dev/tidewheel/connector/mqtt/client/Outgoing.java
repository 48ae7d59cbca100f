package dev.tidewheel.connector.mqtt.client;

import java.util.Map;

/**
 * A message to be published. The payload is not copied.
 *
 * @param properties user properties; only MQTT 5 has them
 */
public record Outgoing(String topic, byte[] payload, int qos, boolean retain, Map<String, String> properties) {}
