package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.name.NameScope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * An update that a client asks for.
 *
 * @param definitions what it has declared; throws what is wrong with that
 * @param scope what short names mean
 * @param configuration of the pipeline
 * @param storage as the client gives it
 * @param selection which datasets
 * @param dry true if nothing is to be written
 * @param sources files in which the client found its declarations, as far as it says so
 * @param events is shown what happens, line by line
 */
public record ClientRun(
        Supplier<Definitions> definitions,
        NameScope scope,
        Map<String, String> configuration,
        String storage,
        Refresh selection,
        boolean dry,
        List<Path> sources,
        BiConsumer<Instant, String> events) {

    public ClientRun {
        configuration = Map.copyOf(configuration);
        sources = List.copyOf(sources);
    }

    /**
     * Which datasets are brought up to date; all, if none are named.
     *
     * @param full those that are computed anew
     * @param all true if all are computed anew
     */
    public record Refresh(List<String> some, List<String> full, boolean all) {
        public Refresh {
            some = List.copyOf(some);
            full = List.copyOf(full);
        }
    }
}
