package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query with a name; nothing is stored. Readers inside the pipeline inline it.
 *
 * @param persistent true if it is published in the catalog for readers outside the pipeline; else temporary
 * @param columns names (and comments) for the output columns, in order; empty to take them from the query
 * @param comment null if none
 */
public record ViewDefinition(
        TableName name,
        boolean persistent,
        List<ViewColumn> columns,
        @Nullable String comment,
        Map<String, String> properties,
        Query query,
        List<Expectation> expectations,
        Map<String, String> configuration,
        SourceLocation location)
        implements Dataset {

    /** A column of a view. */
    public record ViewColumn(String name, @Nullable String comment) {}

    public ViewDefinition {
        Objects.requireNonNull(name, "name is null");
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
        Objects.requireNonNull(query, "query is null");
        expectations = List.copyOf(expectations);
        configuration = Map.copyOf(configuration);
        Objects.requireNonNull(location, "location is null");
    }
}
