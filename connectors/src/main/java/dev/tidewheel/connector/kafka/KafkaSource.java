package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.kafka010.KafkaRecordToRowConverter;
import org.apache.spark.sql.types.StructType;

/** Topics that a query reads. Immutable. */
final class KafkaSource implements ConnectedSource {

    private final SparkSession session;
    private final KafkaOptions options;
    private final UnaryOperator<String> secrets;

    KafkaSource(SparkSession session, KafkaOptions options, UnaryOperator<String> secrets) {
        this.session = session;
        this.options = options;
        this.secrets = secrets;
    }

    @Override
    public String label() {
        return "kafka:" + options.topics().text();
    }

    @Override
    public String key() {
        String servers = Arrays.stream(
                        options.client().getOrDefault(KafkaOptions.SERVERS, "").split(","))
                .map(String::strip)
                .sorted()
                .collect(Collectors.joining(","));
        return label() + "@" + servers;
    }

    @Override
    public boolean continues(String formerKey) {
        return formerKey.startsWith(label() + "@");
    }

    @Override
    public StructType schema() {
        return KafkaRecordToRowConverter.kafkaSchema(options.headers());
    }

    @Override
    public StreamSource stream(String folder) {
        return new KafkaStream(options, cluster(), rows("stream-" + Integer.toHexString(folder.hashCode())));
    }

    @Override
    public LogicalPlan batch() {
        try (KafkaCluster cluster = cluster()) {
            Map<TopicPartition, Long> start = cluster.offsets(options.start());
            Map<TopicPartition, Long> end = cluster.offsets(options.end());
            return rows("batch-" + Integer.toHexString(System.identityHashCode(end)))
                    .between(start, end);
        }
    }

    @Override
    public Optional<String> version() {
        try (KafkaCluster cluster = cluster()) {
            return Optional.of(new KafkaPosition(cluster.offsets(options.start()), Map.of()).json() + "-"
                    + new KafkaPosition(cluster.offsets(options.end()), cluster.ids()).json());
        }
    }

    private KafkaCluster cluster() {
        return new KafkaCluster(session, options, secrets);
    }

    private KafkaRows rows(String group) {
        return new KafkaRows(session, options, secrets, options.groupPrefix() + "-" + group);
    }
}
