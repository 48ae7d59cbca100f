package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.physical.UnknownPartitioning;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.kafka010.KafkaOffsetRange;
import org.apache.spark.sql.kafka010.KafkaOffsetRangeCalculator;
import org.apache.spark.sql.kafka010.KafkaRecordToRowConverter;
import org.apache.spark.sql.kafka010.KafkaSourceProvider;
import org.apache.spark.sql.kafka010.KafkaSourceRDD;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Records between offsets, read by Spark's own tasks for Kafka, which keep their consumers from batch to batch. Thread-safe.
 */
final class KafkaRows {

    private final SparkSession session;
    private final KafkaOptions options;
    private final UnaryOperator<String> secrets;
    private final String group;

    /** @param group of the consumers, by which they are found again; nothing is committed for it */
    KafkaRows(SparkSession session, KafkaOptions options, UnaryOperator<String> secrets, String group) {
        this.session = session;
        this.options = options;
        this.secrets = secrets;
        this.group = group;
    }

    /** The records from {@code start} on and before {@code end}; partitions that are in one of them only are left out. */
    LogicalPlan between(Map<TopicPartition, Long> start, Map<TopicPartition, Long> end) {
        List<KafkaOffsetRange> ranges = new ArrayList<>();
        end.forEach((partition, until) -> {
            Long from = start.get(partition);
            if (from != null && from < until) {
                ranges.add(new KafkaOffsetRange(partition, from, until, Option.empty()));
            }
        });
        ranges.sort(java.util.Comparator.comparing(KafkaOffsetRange::topic).thenComparing(KafkaOffsetRange::partition));
        KafkaOffsetRangeCalculator calculator =
                new KafkaOffsetRangeCalculator(option(options.minPartitions()), option(options.recordsPerPartition()));
        KafkaSourceRDD records = new KafkaSourceRDD(
                session.sparkContext(),
                KafkaSourceProvider.kafkaParamsForExecutors(scala(options.revealed(secrets)), group),
                calculator.getRanges(PlanRewrite.toScala(ranges), PlanRewrite.toScala(List.of())),
                options.pollMillis(),
                options.failOnDataLoss());
        KafkaRecordToRowConverter converter = new KafkaRecordToRowConverter();
        Function1<ConsumerRecord<byte[], byte[]>, InternalRow> rows =
                options.headers() ? converter.toInternalRowWithHeaders() : converter.toInternalRowWithoutHeaders();
        RDD<InternalRow> mapped = records.map(rows, ClassTag$.MODULE$.apply(InternalRow.class));
        List<AttributeReference> columns = PlanRewrite.toJava(
                DataTypeUtils.toAttributes(KafkaRecordToRowConverter.kafkaSchema(options.headers())));
        return new LogicalRDD(
                PlanRewrite.<Attribute>toScala(columns),
                mapped.setName("kafka"),
                new UnknownPartitioning(0),
                PlanRewrite.toScala(List.of()),
                false,
                Option.empty(),
                session,
                Option.empty(),
                Option.empty());
    }

    private static Option<Object> option(java.util.Optional<?> value) {
        return Option.apply(value.orElse(null));
    }

    private static scala.collection.immutable.Map<String, String> scala(Map<String, String> map) {
        List<Tuple2<String, String>> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(new Tuple2<>(key, value)));
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(entries));
    }
}
