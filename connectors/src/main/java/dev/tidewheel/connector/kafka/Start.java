package dev.tidewheel.connector.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where reading begins or ends, for partitions of which nothing else is known. */
sealed interface Start {

    /** At the oldest record that is there. */
    record Earliest() implements Start {}

    /** After the newest record. */
    record Latest() implements Start {}

    /** At offsets; -2 is the oldest record, -1 after the newest. Partitions that are not named are at the oldest. */
    record Offsets(Map<TopicPartition, Long> offsets) implements Start {
        static final long LATEST = -1;
        static final long EARLIEST = -2;

        public Offsets {
            offsets = Map.copyOf(offsets);
        }
    }

    /**
     * At the first record that is not older.
     *
     * @param millis since 1970 by partition
     * @param everywhere for the partitions that are not in {@code millis}, -1 for the oldest record
     * @param orLatest true to begin after the newest record if there is none, false to fail
     */
    record Times(Map<TopicPartition, Long> millis, long everywhere, boolean orLatest) implements Start {
        public Times {
            millis = Map.copyOf(millis);
        }
    }
}
