package dev.tidewheel.engine.lake;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.lang.Lazy;
import io.delta.kernel.internal.metrics.SnapshotQueryContext;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Kernel's view of a version whose domain metadata is known. The Kernel asks for it at each commit, and would read all
 * commits since the last checkpoint for it, even those that this process has just made.
 */
final class KnownSnapshot extends SnapshotImpl {

    private final Map<String, DomainMetadata> domains;

    private KnownSnapshot(Engine engine, SnapshotImpl kernel, Map<String, DomainMetadata> domains) {
        super(
                kernel.getDataPath(),
                kernel.getVersion(),
                kernel.getLazyLogSegment(),
                new LogReplay(
                        engine,
                        kernel.getDataPath(),
                        kernel.getLazyLogSegment(),
                        new Lazy<>(kernel::getCurrentCrcInfo)),
                kernel.getProtocol(),
                kernel.getMetadata(),
                kernel.getCommitter(),
                SnapshotQueryContext.forVersionSnapshot(kernel.getPath(), kernel.getVersion()),
                TableConfig.IN_COMMIT_TIMESTAMPS_ENABLED.fromMetadata(kernel.getMetadata())
                        ? Optional.of(kernel.getTimestamp(engine))
                        : Optional.empty());
        this.domains = domains;
    }

    /** @param domains all that are active in the version; the Kernel's view as it is if others may keep domains of their own */
    static SnapshotImpl of(Engine engine, SnapshotImpl kernel, Map<String, String> domains) {
        if (kernel.getProtocol().supportsFeature(TableFeatures.ROW_TRACKING_W_FEATURE)) {
            return kernel;
        }
        Map<String, DomainMetadata> known = new HashMap<>();
        domains.forEach((name, value) -> known.put(name, new DomainMetadata(name, value, false)));
        return new KnownSnapshot(engine, kernel, Map.copyOf(known));
    }

    @Override
    public Map<String, DomainMetadata> getActiveDomainMetadataMap() {
        return domains;
    }
}
