package dev.tidewheel.connector.mqtt;

import java.util.Map;

/**
 * A message to be published. The payload is not copied.
 *
 * @param properties user properties; only MQTT 5 has them
 */
record Outgoing(String topic, byte[] payload, int qos, boolean retain, Map<String, String> properties) {}
