package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.TableChanges;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.source.connector.ConnectedSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The versions of what a batch query reads, as far as they can be told without reading it. Stateless. */
public final class InputVersions {

    private InputVersions() {}

    /** Version of every input by key; empty if one of them does not exist yet. */
    public static Optional<Map<String, String>> of(ResolvedFlow flow, InputAccess access) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (LeafInput input : flow.inputs()) {
            if (input instanceof LeafInput.Files files) {
                versions.put(input.key(), files.source().list().fingerprint());
                continue;
            }
            if (input instanceof LeafInput.Connected connected) {
                versions.put(input.key(), of(connected.source()));
                continue;
            }
            Optional<TableSnapshot> snapshot = access.snapshot(input);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            versions.put(input.key(), of(snapshot.get()));
        }
        return Optional.of(versions);
    }

    /** Gives what the commits after one version up to another did. */
    @FunctionalInterface
    interface Changes {
        TableChanges between(long after, long to);
    }

    /** True if no commit between two recorded versions of a table added or removed rows. */
    static boolean onlyMetadata(String read, String now, Changes changes) {
        int at = read.lastIndexOf('@');
        if (at < 0 || !now.startsWith(read.substring(0, at + 1))) {
            return false;
        }
        long after = Long.parseLong(read.substring(at + 1));
        long to = Long.parseLong(now.substring(at + 1));
        return after <= to
                && changes.between(after, to).commits().stream()
                        .allMatch(commit -> commit.added().isEmpty() && !commit.changesRows());
    }

    /** Version of what a connector reads; one that cannot be told equals no other. */
    public static String of(ConnectedSource source) {
        return source.version().orElseGet(() -> "unknown " + UUID.randomUUID());
    }

    /** Version of one table as it is recorded. */
    public static String of(TableSnapshot snapshot) {
        return snapshot.tableId() + "@" + snapshot.version();
    }
}
