package dev.tidewheel.model.definition;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a table is to be laid out, as far as the user said.
 *
 * @param columns empty to infer them from the query
 * @param constraints informational keys
 * @param partitionedBy names of columns
 * @param clustering keys of liquid clustering
 * @param comment null if none
 * @param properties table properties as written
 * @param path where to keep the table, null for the pipeline's storage
 * @param rowFilter the text of a {@code WITH ROW FILTER} clause, null if none
 */
public record TableSpecification(
        List<ColumnDefinition> columns,
        List<KeyConstraint> constraints,
        List<String> partitionedBy,
        Clustering clustering,
        @Nullable String comment,
        Map<String, String> properties,
        @Nullable String path,
        @Nullable String rowFilter) {

    /** Nothing said: everything inferred. */
    public static final TableSpecification INFERRED =
            new TableSpecification(List.of(), List.of(), List.of(), Clustering.NONE, null, Map.of(), null, null);

    /**
     * Keys of liquid clustering.
     *
     * @param automatic true for {@code CLUSTER BY AUTO}
     * @param columns names, possibly nested with dots; empty for none
     */
    public record Clustering(boolean automatic, List<String> columns) {
        public static final Clustering NONE = new Clustering(false, List.of());

        public Clustering {
            columns = List.copyOf(columns);
        }
    }

    public TableSpecification {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        partitionedBy = List.copyOf(partitionedBy);
        Objects.requireNonNull(clustering, "clustering is null");
        properties = Map.copyOf(properties);
    }
}
