package dev.tidewheel.testkit.stored;

import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import java.util.ArrayList;
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
public record TableShape(
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
                protocol(snapshot.getProtocol()),
                new TreeSet<>(snapshot.getActiveDomainMetadataMap().keySet()));
    }

    private static String protocol(Protocol protocol) {
        return "reader " + protocol.getMinReaderVersion() + " " + new TreeSet<>(protocol.getReaderFeatures())
                + ", writer " + protocol.getMinWriterVersion() + " " + new TreeSet<>(protocol.getWriterFeatures());
    }

    TableShape withoutProperty(String key) {
        Map<String, String> others = new TreeMap<>(properties);
        others.remove(key);
        return new TableShape(schema, comment, partitionColumns, clustering, others, protocol, domains);
    }

    List<String> differencesTo(TableShape expected) {
        List<String> differences = new ArrayList<>();
        compare("schema", schema, expected.schema, differences);
        compare("comment", comment, expected.comment, differences);
        compare("partition columns", partitionColumns, expected.partitionColumns, differences);
        compare("clustering", clustering, expected.clustering, differences);
        compare("properties", properties, expected.properties, differences);
        compare("protocol", protocol, expected.protocol, differences);
        compare("domains", domains, expected.domains, differences);
        return differences;
    }

    private static void compare(String what, Object found, Object expected, List<String> differences) {
        if (!found.equals(expected)) {
            differences.add("its " + what + " is " + found + " instead of " + expected);
        }
    }

    /** True for a materialized view: its rows are always those of one refresh. */
    public boolean isView() {
        return domains.contains("tidewheel.view");
    }
}
