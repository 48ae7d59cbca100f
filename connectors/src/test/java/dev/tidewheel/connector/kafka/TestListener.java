package dev.tidewheel.connector.kafka;

import java.util.Map;

/**
 * A port of a broker with a way of its own to be let in.
 *
 * @param settings of the broker for this port, without the prefix that names it
 */
record TestListener(String name, String protocol, int port, Map<String, String> settings) {

    static TestListener of(String name, String protocol, Map<String, String> settings) {
        return new TestListener(name, protocol, TestBroker.freePort(), Map.copyOf(settings));
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    String address() {
        return name + "://" + servers();
    }
}
