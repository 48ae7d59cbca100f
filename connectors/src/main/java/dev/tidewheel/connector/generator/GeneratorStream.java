package dev.tidewheel.connector.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows that are due by the clock. Positions look like {@code {"row":1200,"start":1764590000000}}. Thread-safe. */
final class GeneratorStream implements StreamSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Generator generator;
    private final GeneratorOptions options;
    private final Clock clock;

    GeneratorStream(Generator generator, GeneratorOptions options, Clock clock) {
        this.generator = generator;
        this.options = options;
        this.clock = clock;
    }

    /**
     * How far the stream is.
     *
     * @param row number of the next row
     * @param start time of row 0
     */
    private record Position(long row, Instant start) {

        static Position parse(String json) {
            try {
                JsonNode node = JSON.readTree(json);
                return new Position(
                        node.path("row").longValue(),
                        Instant.ofEpochMilli(node.path("start").longValue()));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not a position of a generator: " + json, e);
            }
        }

        String json() {
            return "{\"row\":" + row + ",\"start\":" + start.toEpochMilli() + "}";
        }
    }

    private record Due(Position from, long until, double seconds) implements Backlog {
        @Override
        public boolean isEmpty() {
            return until <= from.row();
        }

        @Override
        public long files() {
            return -1;
        }

        @Override
        public long bytes() {
            return -1;
        }

        @Override
        public long records() {
            return until - from.row();
        }
    }

    @Override
    public StructType schema() {
        return generator.schema();
    }

    @Override
    public Backlog look(@Nullable String position) {
        Instant now = clock.instant();
        Position from = position == null
                ? new Position(0, options.start().orElseGet(() -> Generator.firstTime(now, options)))
                : Position.parse(position);
        long passed = Duration.between(from.start(), now).toMillis();
        long due = Math.max(options.initial(), passed * options.rate() / 1_000);
        double oldest = (passed - from.row() * 1_000.0 / options.rate()) / 1_000;
        return new Due(from, Math.max(from.row(), due), due <= from.row() ? 0 : Math.max(0, oldest));
    }

    @Override
    public Optional<String> advance(@Nullable String position, Backlog horizon) {
        Due due = (Due) horizon;
        Position from = position == null ? due.from() : Position.parse(position);
        long left = due.until() - from.row();
        return left <= 0
                ? Optional.empty()
                : Optional.of(new Position(from.row() + Math.min(left, options.rowsPerTrigger()), from.start()).json());
    }

    @Override
    public LogicalPlan rows(@Nullable String start, String end) {
        Position to = Position.parse(end);
        return generator.plan(start == null ? 0 : Position.parse(start).row(), to.row(), to.start());
    }
}
