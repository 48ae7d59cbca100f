package dev.tidewheel.connector.mqtt;

import java.util.function.Consumer;

/** A connection to a broker. Messages come by threads of the client; all else is used by one thread. */
interface Link extends AutoCloseable {

    /**
     * Connects with the session that the broker has kept, and subscribes.
     *
     * @param messages is given each message; blocks if there are too many
     * @throws dev.tidewheel.model.error.PipelineException if the broker cannot be reached or refuses
     */
    void open(Consumer<Incoming> messages) throws InterruptedException;

    /** True while connected. */
    boolean isOpen();

    /** Disconnects; the broker keeps the session. Never throws. */
    @Override
    void close();

    static Link to(MqttOptions options, String clientId) {
        return options.version5() ? new Mqtt5Link(options, clientId) : new Mqtt3Link(options, clientId);
    }
}
