package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.Replay;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.error.PipelineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.kafka010.KafkaRecordToRowConverter;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics as a stream. New partitions are read from their oldest record. Records that are gone before they were read are an
 * error, unless {@code failOnDataLoss} is false: then the stream goes on with the oldest that is there.
 */
final class KafkaStream implements StreamSource {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStream.class);

    private final KafkaOptions options;
    private final KafkaCluster cluster;
    private final KafkaRows rows;

    KafkaStream(KafkaOptions options, KafkaCluster cluster, KafkaRows rows) {
        this.options = options;
        this.cluster = cluster;
        this.rows = rows;
    }

    @Override
    public StructType schema() {
        return KafkaRecordToRowConverter.kafkaSchema(options.headers());
    }

    @Override
    public Backlog look(@Nullable String position) {
        return look(position, true);
    }

    @Override
    public boolean hasNews(@Nullable String position) {
        return !look(position, false).isEmpty();
    }

    private KafkaBacklog look(@Nullable String position, boolean closely) {
        KafkaPosition from;
        Map<TopicPartition, Long> until;
        if (position == null) {
            Map<TopicPartition, Long> start = cluster.offsets(options.start());
            from = new KafkaPosition(start, cluster.ids());
            until = options.start() instanceof Start.Latest ? start : cluster.latest(start.keySet());
        } else {
            Set<TopicPartition> there = cluster.partitions();
            from = continued(KafkaPosition.parse(position), there);
            until = cluster.latest(there);
        }
        Map<TopicPartition, Long> waiting = new HashMap<>();
        long records = 0;
        for (Map.Entry<TopicPartition, Long> end : until.entrySet()) {
            long start = from.offsets().getOrDefault(end.getKey(), end.getValue());
            if (start < end.getValue()) {
                waiting.put(end.getKey(), start);
                records += end.getValue() - start;
            }
        }
        RecordPeek.Waiting seen =
                closely && !waiting.isEmpty() ? cluster.waiting(waiting) : new RecordPeek.Waiting(-1, -1);
        double seconds = seen.oldest() < 0 ? -1 : Math.max(0, System.currentTimeMillis() - seen.oldest()) / 1000.0;
        long bytes = seen.bytes() < 0 ? -1 : (long) (seen.bytes() * records);
        return records == 0
                ? new KafkaBacklog(from, until, position == null, 0, 0, 0)
                : new KafkaBacklog(from, until, position == null, records, bytes, seconds);
    }

    /** The position with partitions that are new, and without what is gone. */
    private KafkaPosition continued(KafkaPosition position, Set<TopicPartition> there) {
        Map<TopicPartition, Long> earliest = cluster.earliest(there);
        Map<TopicPartition, Long> latest = cluster.latest(there);
        Map<String, String> ids = cluster.ids();
        List<String> lost = new ArrayList<>();
        Map<TopicPartition, Long> offsets = new HashMap<>(earliest);
        position.offsets().forEach((partition, offset) -> {
            long first = earliest.getOrDefault(partition, 0L);
            long last = latest.getOrDefault(partition, 0L);
            String known = position.ids().get(partition.topic());
            String now = ids.get(partition.topic());
            if (!there.contains(partition)) {
                lost.add(partition + " does not exist any more; it was read up to offset " + offset);
            } else if (known != null && now != null && !known.equals(now)) {
                lost.add("the topic of " + partition + " was deleted and created again");
            } else if (offset < first) {
                lost.add("the oldest record of " + partition + " has offset " + first + "; it was read up to offset "
                        + offset);
            } else if (offset > last) {
                lost.add(partition + " ends at offset " + last + "; it was read up to offset " + offset);
            } else {
                offsets.put(partition, offset);
            }
        });
        if (!lost.isEmpty()) {
            if (options.failOnDataLoss()) {
                throw new PipelineException(options.at(KafkaProblems.lost(String.join("; ", lost))));
            }
            LOG.warn("Going on without records that are gone: {}", String.join("; ", lost));
        }
        return new KafkaPosition(offsets, ids);
    }

    @Override
    public Optional<String> advance(@Nullable String position, Backlog horizon) {
        KafkaBacklog backlog = (KafkaBacklog) horizon;
        KafkaPosition from = position == null ? backlog.from() : merged(KafkaPosition.parse(position), backlog.from());
        Map<TopicPartition, Long> ends = Limit.apply(from.offsets(), backlog.until(), options.recordsPerTrigger());
        KafkaPosition end = from.with(ends);
        boolean moves = !end.offsets().equals(from.offsets());
        return moves || position == null ? Optional.of(end.json()) : Optional.empty();
    }

    /** Where the last batch ended, for partitions that it had; for others where {@link #look} found their beginning. */
    private static KafkaPosition merged(KafkaPosition last, KafkaPosition looked) {
        Map<TopicPartition, Long> offsets = new HashMap<>(looked.offsets());
        offsets.replaceAll((partition, offset) -> Math.max(
                offset, sameTopic(last, looked, partition) ? last.offsets().getOrDefault(partition, offset) : offset));
        return new KafkaPosition(offsets, looked.ids());
    }

    private static boolean sameTopic(KafkaPosition last, KafkaPosition looked, TopicPartition partition) {
        String before = last.ids().get(partition.topic());
        String now = looked.ids().get(partition.topic());
        return before == null || now == null || before.equals(now);
    }

    @Override
    public LogicalPlan rows(@Nullable String start, String end) {
        KafkaPosition to = KafkaPosition.parse(end);
        Map<TopicPartition, Long> from = new HashMap<>();
        KafkaPosition since = start == null ? null : KafkaPosition.parse(start);
        Map<TopicPartition, Long> begun = since == null ? cluster.offsets(options.start()) : since.offsets();
        List<TopicPartition> unknown = new ArrayList<>();
        to.offsets().keySet().forEach(partition -> {
            Long offset = begun.get(partition);
            if (offset == null || (since != null && !sameTopic(since, to, partition))) {
                unknown.add(partition);
            } else {
                from.put(partition, offset);
            }
        });
        Map<TopicPartition, Long> earliest = cluster.earliest(unknown);
        from.putAll(earliest);
        if (!options.failOnDataLoss()) {
            Map<TopicPartition, Long> oldest = cluster.earliest(from.keySet());
            from.replaceAll((partition, offset) -> Math.max(offset, oldest.getOrDefault(partition, offset)));
        }
        return rows.between(from, to.offsets());
    }

    @Override
    public Replay replay(String position) {
        Map<TopicPartition, Long> read = KafkaPosition.parse(position).offsets();
        Set<TopicPartition> there = cluster.partitions();
        Map<TopicPartition, Long> first =
                options.start() instanceof Start.Latest ? cluster.latest(there) : cluster.offsets(options.start());
        Map<TopicPartition, Long> earliest = cluster.earliest(there);
        List<String> losses = new ArrayList<>();
        long gone = 0;
        long partitions = 0;
        for (Map.Entry<TopicPartition, Long> partition : read.entrySet()) {
            if (!there.contains(partition.getKey())) {
                losses.add("has no " + partition.getKey() + " any more, of which offsets up to " + partition.getValue()
                        + " were read");
                continue;
            }
            long begin =
                    Math.max(first.getOrDefault(partition.getKey(), 0L), earliest.getOrDefault(partition.getKey(), 0L));
            if (begin > 0) {
                partitions++;
                gone += Math.min(begin, partition.getValue());
            }
        }
        if (gone > 0) {
            losses.add(
                    0,
                    "would be read from later offsets of " + partitions
                            + (partitions == 1 ? " partition" : " partitions") + ": up to " + gone
                            + " records that were read do not come again");
        }
        return new Replay(true, losses);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
