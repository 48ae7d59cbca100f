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
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds files that came back into a table after they had left it, as they do when a table is restored. A checkpoint of the
 * Kernel's would hold both, the file and its removal, and other readers would then take the file for gone.
 */
final class RestoredFiles {

    private RestoredFiles() {}

    /** True if a file has left the table and come back since its last checkpoint. */
    static boolean sinceCheckpoint(Engine engine, SnapshotImpl now) throws IOException {
        long first = now.getLogSegment()
                .getCheckpointVersionOpt()
                .map(version -> version + 1)
                .orElse(0L);
        if (first > now.getVersion()) {
            return false;
        }
        CommitRange range = TableManager.loadCommitRange(now.getPath(), CommitBoundary.atVersion(first))
                .withEndBoundary(CommitBoundary.atVersion(now.getVersion()))
                .build(engine);
        Set<String> gone = new HashSet<>();
        try (CloseableIterator<CommitActions> commits =
                range.getCommitActions(engine, EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE))) {
            while (commits.hasNext()) {
                try (CommitActions commit = commits.next()) {
                    if (anyBack(commit, gone)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static boolean anyBack(CommitActions commit, Set<String> gone) throws IOException {
        Set<String> removed = new HashSet<>();
        boolean back = false;
        try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                for (int column = 0; column < batch.getSchema().length(); column++) {
                    ColumnVector vector = batch.getColumnVector(column);
                    String kind = batch.getSchema().at(column).getName();
                    for (int row = 0; row < batch.getSize(); row++) {
                        if (vector.isNullAt(row)) {
                            continue;
                        }
                        if (kind.equals("add")) {
                            AddFile add = new AddFile(StructRow.fromStructVector(vector, row));
                            back |= gone.contains(key(add.getPath(), add.getDeletionVector()));
                        } else if (kind.equals("remove")) {
                            RemoveFile remove = new RemoveFile(StructRow.fromStructVector(vector, row));
                            removed.add(key(remove.getPath(), remove.getDeletionVector()));
                        }
                    }
                }
            }
        }
        gone.addAll(removed);
        return back;
    }

    private static String key(String path, Optional<DeletionVectorDescriptor> vector) {
        return path + " " + vector.map(DeletionVectorDescriptor::getUniqueId).orElse("");
    }
}
