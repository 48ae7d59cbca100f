package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query and where its rows go. Its name is the identity of its progress: a renamed flow starts from the beginning.
 *
 * @param name full name; a table's own query is a flow with the table's name
 * @param target a table or sink of the same pipeline
 * @param comment null if none
 * @param isDefault true if it was written as the table's own query
 */
public record FlowDefinition(
        TableName name,
        TableName target,
        FlowKind kind,
        Query query,
        @Nullable String comment,
        Map<String, String> configuration,
        boolean isDefault,
        SourceLocation location) {

    public FlowDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(target, "target is null");
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(query, "query is null");
        configuration = Map.copyOf(configuration);
        Objects.requireNonNull(location, "location is null");
    }
}
