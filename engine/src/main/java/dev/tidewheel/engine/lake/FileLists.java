package dev.tidewheel.engine.lake;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.data.StructRow;
import io.delta.kernel.utils.CloseableIterator;
import java.lang.ref.SoftReference;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data files of versions of tables. Those of the newest version that was asked for are kept for as long as there is
 * memory, and a newer version costs only the commits in between: a log holds much that has gone long ago, and who reads a
 * table every moment would read it all again. Thread-safe.
 */
final class FileLists {

    private static final Logger LOG = LoggerFactory.getLogger(FileLists.class);

    /** So many commits cost about as much as the log as a whole. */
    private static final int MOST_COMMITS = 100;

    private static final Set<DeltaAction> FILES = EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE);

    private final Engine engine;
    private final Map<String, SoftReference<Known>> known = new ConcurrentHashMap<>();

    FileLists(Engine engine) {
        this.engine = engine;
    }

    /** @param files by path and deletion vector, which tell two entries of the log apart; never changed */
    private record Known(String tableId, long version, Map<String, DataFile> files) {}

    /** The data files of a version of a table. */
    List<DataFile> of(SnapshotImpl kernel) {
        String table = kernel.getPath();
        String id = kernel.getMetadata().getId();
        SoftReference<Known> reference = known.get(table);
        @Nullable Known before = reference == null ? null : reference.get();
        if (before != null && before.tableId().equals(id) && before.version() == kernel.getVersion()) {
            return List.copyOf(before.files().values());
        }
        Known now = Optional.ofNullable(before)
                .filter(old -> old.tableId().equals(id))
                .flatMap(old -> advanced(table, old, kernel.getVersion()))
                .orElseGet(() -> new Known(id, kernel.getVersion(), read(kernel)));
        if (before == null || !before.tableId().equals(id) || before.version() < now.version()) {
            known.put(table, new SoftReference<>(now));
        }
        return List.copyOf(now.files().values());
    }

    private Map<String, DataFile> read(SnapshotImpl kernel) {
        Map<String, DataFile> files = new LinkedHashMap<>();
        LogFiles.forEach(
                engine, kernel, add -> files.put(key(add.getPath(), add.getDeletionVector()), LogFiles.dataFile(add)));
        return files;
    }

    /** The files of a later version; empty if reading the whole log is better, or the only way. */
    private Optional<Known> advanced(String table, Known old, long version) {
        if (version < old.version() || version - old.version() > MOST_COMMITS) {
            return Optional.empty();
        }
        Map<String, DataFile> files = new LinkedHashMap<>(old.files());
        CommitRange range = TableManager.loadCommitRange(table, CommitBoundary.atVersion(old.version() + 1))
                .withEndBoundary(CommitBoundary.atVersion(version))
                .build(engine);
        try (CloseableIterator<CommitActions> commits = range.getCommitActions(engine, FILES)) {
            while (commits.hasNext()) {
                try (CommitActions commit = commits.next()) {
                    apply(commit, files);
                }
            }
        } catch (Exception e) {
            // the commits may have been removed in favour of a checkpoint
            LOG.debug("The whole log of {} is read", table, e);
            return Optional.empty();
        }
        return Optional.of(new Known(old.tableId(), version, files));
    }

    /** Of an entry, a commit has one action at most, so that their order does not matter. */
    private static void apply(CommitActions commit, Map<String, DataFile> files) throws java.io.IOException {
        try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                for (int column = 0; column < batch.getSchema().length(); column++) {
                    String kind = batch.getSchema().at(column).getName();
                    ColumnVector vector = batch.getColumnVector(column);
                    for (int row = 0; row < batch.getSize(); row++) {
                        if (vector.isNullAt(row)) {
                            continue;
                        }
                        if (kind.equals("add")) {
                            AddFile add = new AddFile(StructRow.fromStructVector(vector, row));
                            files.put(key(add.getPath(), add.getDeletionVector()), LogFiles.dataFile(add));
                        } else if (kind.equals("remove")) {
                            RemoveFile remove = new RemoveFile(StructRow.fromStructVector(vector, row));
                            files.remove(key(remove.getPath(), remove.getDeletionVector()));
                        }
                    }
                }
            }
        }
    }

    private static String key(String path, Optional<DeletionVectorDescriptor> vector) {
        return vector.map(descriptor -> path + " " + descriptor.getUniqueId()).orElse(path);
    }
}
