package dev.tidewheel.connector.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the next records of partitions without taking them, to tell how old and how large what waits is. One thread. */
final class RecordPeek implements AutoCloseable {

    /** What is not there by then is not told of. */
    private static final long LOOK_MILLIS = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;

    RecordPeek(Properties client) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.setProperty("enable.auto.commit", "false");
        settings.setProperty("auto.offset.reset", "none");
        settings.setProperty("max.poll.records", "100");
        settings.setProperty("max.partition.fetch.bytes", "65536");
        settings.setProperty("allow.auto.create.topics", "false");
        settings.remove("group.id");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * What was seen.
     *
     * @param oldest time of the oldest record in milliseconds since 1970, -1 if none was seen
     * @param bytes average size of key and value, -1 if none was seen
     */
    record Waiting(long oldest, double bytes) {}

    Waiting look(Map<TopicPartition, Long> from) {
        long oldest = Long.MAX_VALUE;
        long bytes = 0;
        long records = 0;
        try {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            Set<TopicPartition> missing = new HashSet<>(from.keySet());
            long end = System.nanoTime() + Duration.ofMillis(LOOK_MILLIS).toNanos();
            while (!missing.isEmpty() && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (missing.remove(new TopicPartition(record.topic(), record.partition()))) {
                        oldest = Math.min(oldest, record.timestamp());
                    }
                    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                    records++;
                }
            }
        } catch (KafkaException e) {
            // Backlog in seconds and bytes is for people; what is wrong with the partition, its reader will say.
            records = 0;
        }
        return records == 0 ? new Waiting(-1, -1) : new Waiting(oldest, (double) bytes / records);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(1));
    }
}
