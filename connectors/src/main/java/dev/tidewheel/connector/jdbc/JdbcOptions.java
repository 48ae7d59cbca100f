package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.model.error.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a database. Immutable.
 *
 * @param relation what stands behind FROM
 * @param name what people call it
 * @param reading options that Spark's source knows
 * @param incremental how a stream finds new rows; null for a batch
 */
record JdbcOptions(
        Database database,
        String relation,
        String name,
        Map<String, String> reading,
        JdbcOptions.@Nullable Incremental incremental) {

    private static final List<String> READING = List.of(
            "partitionColumn",
            "lowerBound",
            "upperBound",
            "numPartitions",
            "fetchsize",
            "queryTimeout",
            "sessionInitStatement",
            "customSchema",
            "pushDownPredicate",
            "pushDownAggregate",
            "pushDownLimit",
            "pushDownOffset",
            "pushDownTableSample",
            "preferTimestampNTZ",
            "prepareQuery",
            "hint",
            "connectionProvider",
            "keytab",
            "principal",
            "refreshKrb5Config");
    private static final List<String> STREAMING =
            List.of("incrementalColumn", "startingValue", "maxRowsPerTrigger", "delay");

    /**
     * How a stream finds new rows.
     *
     * @param column whose values grow
     * @param startingValue rows up to it are not read
     * @param maxRows of a batch
     * @param delay how long a row has to be there, for columns with times
     */
    record Incremental(
            String column,
            @Nullable String startingValue,
            @Nullable Long maxRows,
            Duration delay) {}

    JdbcOptions {
        reading = Map.copyOf(reading);
    }

    static JdbcOptions read(ConnectorRequest request) {
        ConnectorOptions options = request.options();
        List<String> known = new ArrayList<>(DatabaseOptions.NAMES);
        known.addAll(List.of("dbtable", "query"));
        known.addAll(READING);
        known.addAll(STREAMING);
        Database database = DatabaseOptions.read(
                request.name().startsWith("read_") ? "jdbc" : request.name(), options, known, request.secrets());
        boolean query = options.text("query").isPresent();
        if (query == options.text("dbtable").isPresent()) {
            throw new PipelineException(options.problem(
                    query ? "query" : "dbtable",
                    query ? "Both `query` and `dbtable` are given" : "It is not said what to read",
                    "Give either dbtable => 'orders' or query => 'SELECT …'"));
        }
        Map<String, String> reading = new LinkedHashMap<>();
        for (String name : READING) {
            options.text(name).ifPresent(value -> reading.put(name, value));
        }
        options.number("numPartitions", 1);
        options.number("fetchsize", 0);
        if (reading.containsKey("numPartitions") && !reading.containsKey("partitionColumn")) {
            throw new PipelineException(options.problem(
                    "numPartitions",
                    "`numPartitions` is given without `partitionColumn`",
                    "Name the column by whose values the rows are divided"));
        }
        String name = query ? "query" : options.required("dbtable", "dbtable => 'orders'");
        String relation = query ? "(" + options.required("query", "") + ") tidewheel_source" : name;
        return new JdbcOptions(database, relation, name, reading, incremental(request));
    }

    private static @Nullable Incremental incremental(ConnectorRequest request) {
        ConnectorOptions options = request.options();
        if (!request.streaming()) {
            for (String name : STREAMING) {
                if (options.text(name).isPresent()) {
                    throw new PipelineException(options.problem(
                            name,
                            "The option `" + name + "` is for streams",
                            "Leave it out, or write STREAM before the function"));
                }
            }
            return null;
        }
        String column = options.required("incrementalColumn", "incrementalColumn => 'id'");
        return new Incremental(
                column,
                options.text("startingValue").orElse(null),
                options.number("maxRowsPerTrigger", 1).orElse(null),
                options.parsed("delay", "a time such as '30 seconds'", JdbcOptions::duration)
                        .orElse(Duration.ZERO));
    }

    private static Duration duration(String text) {
        CalendarInterval interval = IntervalUtils.stringToInterval(UTF8String.fromString(text));
        if (interval.months != 0 || interval.days < 0 || interval.microseconds < 0) {
            throw new IllegalArgumentException("no duration");
        }
        return interval.extractAsDuration();
    }
}
