package dev.tidewheel.model.definition;

import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A primary or foreign key; informational, never enforced.
 *
 * @param name null if unnamed
 * @param columns of this table
 * @param references table that a foreign key points to, as written; null for a primary key
 * @param referencedColumns empty if not given
 */
public record KeyConstraint(
        @Nullable String name,
        List<String> columns,
        @Nullable String references,
        List<String> referencedColumns,
        SourceLocation location) {

    public KeyConstraint {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
        Objects.requireNonNull(location, "location is null");
    }

    public boolean isPrimary() {
        return references == null;
    }
}
