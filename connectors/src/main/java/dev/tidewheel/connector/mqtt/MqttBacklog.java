package dev.tidewheel.connector.mqtt;

import dev.tidewheel.engine.source.Backlog;

/**
 * What the buffer holds. Immutable.
 *
 * @param end the number after that of the last message
 */
record MqttBacklog(long end, long records, long bytes) implements Backlog {

    @Override
    public boolean isEmpty() {
        return records == 0;
    }

    @Override
    public long files() {
        return -1;
    }
}
