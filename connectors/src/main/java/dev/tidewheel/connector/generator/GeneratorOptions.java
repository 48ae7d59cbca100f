package dev.tidewheel.connector.generator;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be made. Immutable.
 *
 * @param rate rows in a second
 * @param initial rows that are there at the first look; the last of them is of that moment
 * @param start time of row 0, for rows that are the same each time; else it follows from the first look
 * @param rowsPerTrigger how many rows a batch has at most
 */
record GeneratorOptions(Kind kind, long rate, long seed, long initial, Optional<Instant> start, long rowsPerTrigger) {

    static final String KIND = "kind";

    private static final Set<String> NAMES =
            Set.of(KIND, "rowsPerSecond", "seed", "initialRows", "startTime", "maxRowsPerTrigger");
    private static final long RATE = 10;
    private static final long INITIAL = 1_000;

    /** @throws dev.tidewheel.model.error.PipelineException with what is wrong */
    static GeneratorOptions parse(ConnectorOptions given) {
        given.refuseUnknown(NAMES, name -> false);
        given.required(KIND, "read_generator('iot')");
        String[] kinds = Arrays.stream(Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        return new GeneratorOptions(
                given.word(KIND, kinds)
                        .map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElseThrow(),
                given.number("rowsPerSecond", 1).orElse(RATE),
                given.number("seed", Long.MIN_VALUE).orElse(0L),
                given.number("initialRows", 0).orElse(INITIAL),
                given.parsed("startTime", "a time such as 2026-01-31T00:00:00Z", Instant::parse),
                given.number("maxRowsPerTrigger", 1).orElse(Long.MAX_VALUE));
    }
}
