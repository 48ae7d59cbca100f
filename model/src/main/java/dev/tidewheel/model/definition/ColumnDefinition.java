package dev.tidewheel.model.definition;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A declared column.
 *
 * @param type as Spark SQL DDL, such as {@code DECIMAL(12,2)}
 * @param nullable false for {@code NOT NULL}
 * @param comment null if none
 * @param generatedAs the expression of {@code GENERATED ALWAYS AS (…)}, null if none
 * @param identity null if the column is no identity column
 * @param defaultValue the expression of {@code DEFAULT}, null if none
 * @param mask the text of a {@code MASK} clause, null if none
 */
public record ColumnDefinition(
        String name,
        SqlFragment type,
        boolean nullable,
        @Nullable String comment,
        @Nullable SqlFragment generatedAs,
        @Nullable Identity identity,
        @Nullable SqlFragment defaultValue,
        @Nullable String mask,
        SourceLocation location) {

    /** {@code GENERATED … AS IDENTITY}; {@code always} is false for {@code BY DEFAULT}. */
    public record Identity(boolean always, long start, long step) {}

    public ColumnDefinition {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(location, "location is null");
    }
}
