package dev.tidewheel.connector.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Shares out how many records a batch may have among the partitions, by how much waits in each. Stateless. */
final class Limit {

    private Limit() {}

    /** Ends for the partitions that have records to read; each gets at least one of them. */
    static Map<TopicPartition, Long> apply(Map<TopicPartition, Long> from, Map<TopicPartition, Long> until, long most) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        until.forEach((partition, end) -> {
            Long start = from.get(partition);
            if (start != null && start < end) {
                sizes.put(partition, end - start);
            }
        });
        long total = sizes.values().stream().mapToLong(Long::longValue).sum();
        Map<TopicPartition, Long> ends = new HashMap<>();
        sizes.forEach((partition, size) -> {
            long start = from.getOrDefault(partition, 0L);
            long part = total <= most ? size : Math.max(1, (long) (most * ((double) size / total)));
            ends.put(partition, start + Math.min(size, part));
        });
        return ends;
    }
}
