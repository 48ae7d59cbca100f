package dev.tidewheel.model.settings;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table under which the event log can be read by name.
 *
 * @param catalog null for the pipeline's
 * @param schema null for the pipeline's
 * @param name name of the table
 */
public record EventLogTable(
        @Nullable String catalog, @Nullable String schema, String name) {
    public EventLogTable {
        Objects.requireNonNull(name, "name is null");
    }

    /** The full name, with what was left out taken from {@code scope}. */
    public TableName in(NameScope scope) {
        return new TableName(
                Objects.requireNonNullElse(catalog, scope.catalog()),
                Objects.requireNonNullElse(schema, scope.schema()),
                name);
    }
}
