package dev.tidewheel.connector.generator;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A stream that is made up: row {@code n} depends on its number, the seed and the time of row 0 only. Immutable. */
final class Generator implements ConnectedSource {

    private final SparkSession session;
    private final GeneratorOptions options;

    Generator(SparkSession session, GeneratorOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public String label() {
        return "generator:" + options.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String key() {
        return label() + "?seed=" + options.seed();
    }

    @Override
    public StructType schema() {
        return rows(0, 0, Instant.EPOCH).schema();
    }

    @Override
    public StreamSource stream(String folder) {
        return new GeneratorStream(this, options, Clock.systemUTC());
    }

    /** The initial rows. */
    @Override
    public LogicalPlan batch() {
        return plan(0, options.initial(), options.start().orElseGet(() -> firstTime(Instant.now(), options)));
    }

    @Override
    public Optional<String> version() {
        return options.start().map(start -> start + "/" + options);
    }

    /** The time of row 0 if the last of the initial rows is of {@code now}. */
    static Instant firstTime(Instant now, GeneratorOptions options) {
        return now.minusMillis(options.initial() * 1_000 / options.rate());
    }

    /** The rows from one number on and before another. */
    LogicalPlan plan(long from, long to, Instant start) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows(from, to, start)).logicalPlan();
    }

    private Dataset<Row> rows(long from, long to, Instant start) {
        return session.range(from, to)
                .selectExpr(
                        "id AS n",
                        options.seed() + "L AS seed",
                        "timestamp_millis(" + start.toEpochMilli() + "L + id * 1000 DIV " + options.rate() + ") AS at")
                .selectExpr(options.kind().columns().toArray(String[]::new));
    }
}
