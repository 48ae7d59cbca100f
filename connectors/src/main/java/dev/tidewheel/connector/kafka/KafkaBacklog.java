package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.Backlog;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Records beyond a position.
 *
 * @param from where the stream is: the position, with what is new or was skipped put in
 * @param until the offsets after the last records
 * @param unset true if the stream has no position yet
 * @param records how many there are at most: offsets without a record, as transactions leave them, count too
 * @param bytes about how many, from the size of those that wait longest
 */
record KafkaBacklog(
        KafkaPosition from, Map<TopicPartition, Long> until, boolean unset, long records, long bytes, double seconds)
        implements Backlog {

    @Override
    public boolean isEmpty() {
        return records == 0 && !unset;
    }

    @Override
    public long files() {
        return -1;
    }
}
