package dev.tidewheel.engine.source.connector;

import java.util.List;
import java.util.Map;

/**
 * A source in the words of the data source that reads it. Immutable.
 *
 * @param options may hold references to secrets
 * @param columns expressions over the columns of the data source, each with the name that queries know; empty to take
 *     the columns as they are
 * @param withoutEffect options that were given and that the data source knows nothing of
 */
public record TranslatedSource(Map<String, String> options, List<String> columns, List<String> withoutEffect) {

    public TranslatedSource {
        options = Map.copyOf(options);
        columns = List.copyOf(columns);
        withoutEffect = List.copyOf(withoutEffect);
    }
}
