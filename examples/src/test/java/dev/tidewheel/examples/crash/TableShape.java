package dev.tidewheel.examples.crash;

import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All of a table but its rows, as far as two runs of the same input have to agree: not its id and its times, and of the
 * domains only the names, as a position names the files of its own run.
 *
 * @param schema with comments and whatever else hangs on columns
 * @param domains what the pipeline remembers in the table
 */
record TableShape(
        String schema,
        String comment,
        List<String> partitionColumns,
        String clustering,
        Map<String, String> properties,
        String protocol,
        Set<String> domains) {

    static TableShape of(SnapshotImpl snapshot) {
        Metadata metadata = snapshot.getMetadata();
        return new TableShape(
                metadata.getSchemaString(),
                metadata.getDescription().orElse(""),
                snapshot.getPartitionColumnNames(),
                snapshot.getPhysicalClusteringColumns().toString(),
                new TreeMap<>(metadata.getConfiguration()),
                snapshot.getProtocol().toString(),
                new TreeSet<>(snapshot.getActiveDomainMetadataMap().keySet()));
    }

    /** True for a materialized view: its rows are always those of one refresh. */
    boolean isView() {
        return domains.contains("tidewheel.view");
    }
}
