package dev.tidewheel.connector.mqtt.client;

import java.util.Map;

/**
 * A message that waits for its acknowledgement. The payload is not copied.
 *
 * @param properties user properties of MQTT 5; empty for older brokers
 * @param number by which the broker knows it; 0 if it has forgotten it already
 */
public record Incoming(
        String topic, byte[] payload, int qos, boolean retained, Map<String, String> properties, int number) {}
