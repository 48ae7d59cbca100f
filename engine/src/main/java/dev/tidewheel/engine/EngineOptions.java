package dev.tidewheel.engine;

import dev.tidewheel.engine.session.EngineLog;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to open the engine for a pipeline.
 *
 * @param master Spark's master URL, null for all cores of this machine
 * @param configuration settings of Spark that win over the pipeline's
 * @param log where Spark's log goes
 * @param notices is told, in a line for people, what takes long and is done once
 */
public record EngineOptions(
        @Nullable String master, Map<String, String> configuration, EngineLog log, Consumer<String> notices) {

    public static final EngineOptions DEFAULT = new EngineOptions(null, Map.of(), new EngineLog.Unchanged());

    public EngineOptions {
        Objects.requireNonNull(log, "log is null");
        Objects.requireNonNull(notices, "notices is null");
        configuration = Map.copyOf(Objects.requireNonNull(configuration, "configuration is null"));
    }

    /** Options of one who wants no notices. */
    public EngineOptions(@Nullable String master, Map<String, String> configuration, EngineLog log) {
        this(master, configuration, log, notice -> {});
    }
}
