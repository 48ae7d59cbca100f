package dev.tidewheel.engine.lake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a table is to look like. Generated, identity and default columns and {@code NOT NULL} are in the schema, as Delta
 * keeps them: nullability and field metadata ({@code delta.generationExpression}, {@code delta.identity.*},
 * {@code CURRENT_DEFAULT}); column comments are the fields' comments; check constraints are properties
 * {@code delta.constraints.<name>}.
 *
 * @param partitionColumns names of columns, in order
 * @param clusteringColumns keys of liquid clustering, nested ones with dots; not together with partition columns
 * @param properties table properties as the user sets them, {@code delta.*} ones included
 * @param comment null if none
 */
public record TableLayout(
        StructType schema,
        List<String> partitionColumns,
        List<String> clusteringColumns,
        Map<String, String> properties,
        @Nullable String comment) {

    public TableLayout {
        Objects.requireNonNull(schema, "schema is null");
        partitionColumns = List.copyOf(partitionColumns);
        clusteringColumns = List.copyOf(clusteringColumns);
        properties = Map.copyOf(properties);
        if (!partitionColumns.isEmpty() && !clusteringColumns.isEmpty()) {
            throw new IllegalArgumentException("a table is either partitioned or clustered");
        }
    }

    /** A plain table. */
    public static TableLayout of(StructType schema) {
        return new TableLayout(schema, List.of(), List.of(), Map.of(), null);
    }

    /**
     * A plain table for the rows of a query. That a query happens to give no null is no promise for later rows, so all
     * columns may be null.
     */
    public static TableLayout ofQuery(StructType schema) {
        return of(schema.asNullable());
    }

    public TableLayout partitionedBy(String... columns) {
        return new TableLayout(schema, List.of(columns), clusteringColumns, properties, comment);
    }

    public TableLayout clusteredBy(String... columns) {
        return new TableLayout(schema, partitionColumns, List.of(columns), properties, comment);
    }

    public TableLayout withProperties(Map<String, String> newProperties) {
        return new TableLayout(schema, partitionColumns, clusteringColumns, newProperties, comment);
    }

    public TableLayout withComment(@Nullable String newComment) {
        return new TableLayout(schema, partitionColumns, clusteringColumns, properties, newComment);
    }
}
