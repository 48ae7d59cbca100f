package dev.tidewheel.connector.kafka;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;

/** Options of Kafka sources that are accepted so that queries run unchanged, and that have no effect here. Stateless. */
final class UnusedOptions {

    /** Updates end when all is read, so that there is nothing to wait for. */
    private static final List<String> NUMBERS =
            List.of("minOffsetsPerTrigger", "maxPartitions", "fetchOffset.numRetries", "fetchOffset.retryIntervalMs");

    private static final List<String> DURATIONS = List.of("maxTriggerDelay", "bytesEstimateWindowLength");

    private static final List<String> PLATFORM =
            List.of("serviceCredential", "databricks.serviceCredential", "databricks.serviceCredential.scope");

    static final List<String> NAMES =
            Stream.of(NUMBERS, DURATIONS, PLATFORM).flatMap(List::stream).toList();

    private UnusedOptions() {}

    /**
     * Those that are given.
     *
     * @throws dev.tidewheel.model.error.PipelineException if a value cannot be one
     */
    static List<String> in(ConnectorOptions given) {
        NUMBERS.forEach(name -> given.number(name, 0));
        DURATIONS.forEach(name -> given.parsed(name, "a duration such as 15m", JavaUtils::timeStringAsMs));
        return NAMES.stream().filter(name -> given.text(name).isPresent()).toList();
    }
}
