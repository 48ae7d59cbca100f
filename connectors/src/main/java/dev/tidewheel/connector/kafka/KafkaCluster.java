package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.spark.SessionScope;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers about topics and offsets. Connects when first asked. Used by one thread. Trouble is a {@link
 * PipelineException} that says whether it may pass.
 */
final class KafkaCluster implements AutoCloseable {

    /** How long the brokers may take for an answer; they are asked again when the flow is tried again. */
    private static final String ANSWER_MILLIS = "15000";

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final SparkSession session;
    private final KafkaOptions options;
    private final UnaryOperator<String> secrets;
    private @Nullable Admin admin;
    private @Nullable RecordPeek peek;
    private Map<String, TopicDescription> topics = Map.of();

    KafkaCluster(SparkSession session, KafkaOptions options, UnaryOperator<String> secrets) {
        this.session = session;
        this.options = options;
        this.secrets = secrets;
    }

    /** The partitions that are selected and there. */
    Set<TopicPartition> partitions() {
        topics = describe(names());
        if (options.topics() instanceof TopicSelection.Assigned assigned) {
            return assigned.partitions().stream()
                    .filter(partition -> topics.containsKey(partition.topic())
                            && partition.partition()
                                    < topics.get(partition.topic()).partitions().size())
                    .collect(Collectors.toSet());
        }
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    /** Ids of the topics that {@link #partitions} found last; those of brokers without ids are left out. */
    Map<String, String> ids() {
        Map<String, String> ids = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (topic.topicId() != null && !topic.topicId().equals(Uuid.ZERO_UUID)) {
                ids.put(name, topic.topicId().toString());
            }
        });
        return ids;
    }

    /** @throws PipelineException if a topic is named that does not exist */
    void requireTopics() {
        if (options.topics() instanceof TopicSelection.Matching) {
            return;
        }
        for (String name : names()) {
            if (!topics.containsKey(name)) {
                Collection<String> known = answer(admin().listTopics().names());
                throw new PipelineException(
                        options.at(Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "There is no Kafka topic `" + name + "`")
                                .remedy(Suggestions.first(name, known)
                                        .map(near -> "Did you mean `" + near + "`?")
                                        .orElse("Create the topic, or correct its name"))));
            }
        }
    }

    private Set<String> names() {
        TopicSelection selection = options.topics();
        if (selection instanceof TopicSelection.Named named) {
            return named.topics();
        }
        if (selection instanceof TopicSelection.Assigned assigned) {
            return assigned.partitions().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }
        TopicSelection.Matching matching = (TopicSelection.Matching) selection;
        return answer(admin().listTopics().names()).stream()
                .filter(name -> matching.pattern().matcher(name).matches())
                .collect(Collectors.toSet());
    }

    private Map<String, TopicDescription> describe(Set<String> names) {
        Map<String, TopicDescription> found = new TreeMap<>();
        admin().describeTopics(names).topicNameValues().forEach((name, topic) -> {
            try {
                found.put(name, answer(topic));
            } catch (MissingTopicException e) {
                // told of by those to whom it matters
            }
        });
        return found;
    }

    /** Offset of the oldest record of each partition. */
    Map<TopicPartition, Long> earliest(Collection<TopicPartition> partitions) {
        return offsets(partitions, partition -> OffsetSpec.earliest());
    }

    /** Offset after the newest record of each partition that a reader may see. */
    Map<TopicPartition, Long> latest(Collection<TopicPartition> partitions) {
        return offsets(partitions, partition -> OffsetSpec.latest());
    }

    /** The offset that is meant for each of the selected partitions. */
    Map<TopicPartition, Long> offsets(Start start) {
        Set<TopicPartition> partitions = partitions();
        requireTopics();
        if (start instanceof Start.Latest) {
            return latest(partitions);
        }
        if (start instanceof Start.Earliest) {
            return earliest(partitions);
        }
        if (start instanceof Start.Times times) {
            return atTimes(times, partitions);
        }
        return given((Start.Offsets) start, partitions);
    }

    private Map<TopicPartition, Long> given(Start.Offsets start, Set<TopicPartition> partitions) {
        for (TopicPartition partition : start.offsets().keySet()) {
            if (!partitions.contains(partition)) {
                throw new PipelineException(options.at(Problem.of(
                                ErrorCode.SOURCE_OPTION_INVALID,
                                "An offset is given for `" + partition + "`, which is not read")
                        .remedy("The partitions are "
                                + partitions.stream()
                                        .map(TopicPartition::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")))));
            }
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, Long> earliest = earliest(partitions);
        Map<TopicPartition, Long> latest = latest(partitions);
        for (TopicPartition partition : partitions) {
            long offset = start.offsets().getOrDefault(partition, Start.Offsets.EARLIEST);
            offsets.put(
                    partition,
                    offset == Start.Offsets.EARLIEST
                            ? earliest.get(partition)
                            : offset == Start.Offsets.LATEST ? latest.get(partition) : Long.valueOf(offset));
        }
        return offsets;
    }

    private Map<TopicPartition, Long> atTimes(Start.Times times, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> earliest = earliest(partitions);
        Map<TopicPartition, Long> latest = latest(partitions);
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(
                partition -> asked.put(partition, times.millis().getOrDefault(partition, times.everywhere())));
        Map<TopicPartition, Long> later = new HashMap<>(asked);
        later.values().removeIf(time -> time < 0);
        Map<TopicPartition, Long> found =
                offsets(later.keySet(), partition -> OffsetSpec.forTimestamp(later.getOrDefault(partition, 0L)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        asked.forEach((partition, time) -> {
            long offset = found.getOrDefault(partition, -1L);
            if (time < 0) {
                offsets.put(partition, earliest.get(partition));
            } else if (offset >= 0) {
                offsets.put(partition, offset);
            } else if (times.orLatest()) {
                offsets.put(partition, latest.get(partition));
            } else {
                throw new PipelineException(options.at(Problem.of(
                                ErrorCode.SOURCE_OPTION_INVALID,
                                "`" + partition + "` has no record at or after the time " + time)
                        .remedy("Give an earlier time, or startingOffsetsByTimestampStrategy => 'latest'")));
            }
        });
        return offsets;
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, Function<TopicPartition, OffsetSpec> spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec.apply(partition)));
        if (asked.isEmpty()) {
            return Map.of();
        }
        ListOffsetsResult result = admin().listOffsets(asked, new ListOffsetsOptions(isolation()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            offsets.put(partition, answer(result.partitionResult(partition)).offset());
        }
        return offsets;
    }

    private IsolationLevel isolation() {
        return "read_committed".equals(options.client().get("isolation.level"))
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    /** Looks at the oldest record that waits in each of these partitions. */
    RecordPeek.Waiting waiting(Map<TopicPartition, Long> from) {
        if (peek == null) {
            peek = SessionScope.in(session, () -> new RecordPeek(clientSettings()));
        }
        return peek.look(from);
    }

    private Admin admin() {
        if (admin == null) {
            Properties settings = clientSettings();
            try {
                // the classes with which clients log in may be in jars of the session
                admin = SessionScope.in(session, () -> Admin.create(settings));
            } catch (KafkaException e) {
                throw failed(e);
            }
        }
        return admin;
    }

    private Properties clientSettings() {
        Properties settings = new Properties();
        settings.putAll(options.revealed(secrets));
        settings.putIfAbsent("default.api.timeout.ms", ANSWER_MILLIS);
        settings.putIfAbsent("request.timeout.ms", ANSWER_MILLIS);
        if (Long.parseLong(settings.getProperty("request.timeout.ms"))
                > Long.parseLong(settings.getProperty("default.api.timeout.ms"))) {
            settings.setProperty("default.api.timeout.ms", settings.getProperty("request.timeout.ms"));
        }
        return settings;
    }

    /** A topic or partition that the brokers do not know. */
    private static final class MissingTopicException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingTopicException(Throwable cause) {
            super(cause);
        }
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw new MissingTopicException(cause);
            }
            throw failed(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(KafkaProblems.unreachable("the update is being stopped"), e);
        }
    }

    private PipelineException failed(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable link = error; link != null && chain.size() < 20; link = link.getCause()) {
            chain.add(0, link);
        }
        Problem problem = chain.stream()
                .map(KafkaProblems::explain)
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .orElseGet(() -> KafkaProblems.unreachable(String.valueOf(error.getMessage())));
        return new PipelineException(options.at(problem), error);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(CLOSING);
        }
        if (peek != null) {
            peek.close();
        }
    }
}
