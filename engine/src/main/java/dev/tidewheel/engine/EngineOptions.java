package dev.tidewheel.engine;

import dev.tidewheel.engine.session.EngineLog;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to open the engine for a pipeline.
 *
 * @param master Spark's master URL, null for all cores of this machine
 * @param configuration settings of Spark that win over the pipeline's
 * @param log where Spark's log goes
 */
public record EngineOptions(@Nullable String master, Map<String, String> configuration, EngineLog log) {

    public static final EngineOptions DEFAULT = new EngineOptions(null, Map.of(), new EngineLog.Unchanged());

    public EngineOptions {
        configuration = Map.copyOf(Objects.requireNonNull(configuration, "configuration is null"));
    }
}
