package dev.tidewheel.engine.lake;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table at one version; immutable, never refreshed.
 *
 * @param path qualified, such as {@code file:/data/tables/main/default/orders}
 * @param tableId changes if the table is dropped and made anew
 * @param schema with comments and Delta's field metadata
 * @param clusteringColumns keys of liquid clustering, nested ones with dots
 * @param comment null if none
 * @param domains active domain metadata, by name
 * @param rows -1 if unknown; {@link Lake#statistics} finds out
 * @param bytes -1 if unknown; {@link Lake#statistics} finds out
 * @param timestamp of the commit, milliseconds since 1970
 */
public record TableSnapshot(
        String path,
        long version,
        String tableId,
        StructType schema,
        List<String> partitionColumns,
        List<String> clusteringColumns,
        Map<String, String> properties,
        @Nullable String comment,
        Map<String, String> domains,
        long rows,
        long bytes,
        long timestamp) {

    public TableSnapshot {
        partitionColumns = List.copyOf(partitionColumns);
        clusteringColumns = List.copyOf(clusteringColumns);
        properties = Map.copyOf(properties);
        domains = Map.copyOf(domains);
    }

    /** The layout that would make this table. */
    public TableLayout layout() {
        return new TableLayout(schema, partitionColumns, clusteringColumns, properties, comment);
    }
}
