package dev.tidewheel.engine.lake;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.data.StructRow;
import io.delta.kernel.utils.CloseableIterator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Reads what commits did from the log. */
final class LogChanges {

    /** What commits call it that bring back the rows of an older version. */
    static final String RESTORE = "RESTORE";

    private LogChanges() {}

    static TableChanges read(Engine engine, String table, long afterVersion, long toVersion) {
        if (toVersion <= afterVersion) {
            return new TableChanges(List.of());
        }
        List<TableChanges.Commit> commits = new ArrayList<>();
        try {
            CommitRange range = TableManager.loadCommitRange(table, CommitBoundary.atVersion(afterVersion + 1))
                    .withEndBoundary(CommitBoundary.atVersion(toVersion))
                    .build(engine);
            try (CloseableIterator<CommitActions> found = range.getCommitActions(
                    engine,
                    EnumSet.of(DeltaAction.ADD, DeltaAction.REMOVE, DeltaAction.METADATA, DeltaAction.COMMITINFO))) {
                while (found.hasNext()) {
                    try (CommitActions actions = found.next()) {
                        commits.add(commit(actions));
                    }
                }
            }
        } catch (KernelException e) {
            throw LakeProblems.logGone(table, afterVersion + 1, e);
        } catch (Exception e) {
            if (e instanceof RuntimeException failure) {
                throw failure;
            }
            throw LakeProblems.io("Cannot read the log of " + table, new java.io.IOException(e));
        }
        return new TableChanges(commits);
    }

    /** The last version that was committed before a moment, -1 if there is none. */
    static long versionBefore(TableStates states, String table, long milliseconds) {
        TableState now = states.current(table).orElseThrow(() -> LakeProblems.noTable(table));
        if (now.view().timestamp() < milliseconds) {
            return now.view().version();
        }
        return TableManager.loadCommitRange(table, CommitBoundary.atTimestamp(milliseconds, now.kernel()))
                        .withEndBoundary(CommitBoundary.atVersion(now.view().version()))
                        .build(states.engine())
                        .getStartVersion()
                - 1;
    }

    private static TableChanges.Commit commit(CommitActions actions) throws java.io.IOException {
        List<DataFile> added = new ArrayList<>();
        int removed = 0;
        String operation = "";
        long restored = -1;
        @Nullable Metadata metadata = null;
        try (CloseableIterator<ColumnarBatch> batches = actions.getActions()) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                for (int column = 0; column < batch.getSchema().length(); column++) {
                    ColumnVector vector = batch.getColumnVector(column);
                    String kind = batch.getSchema().at(column).getName();
                    for (int row = 0; row < batch.getSize(); row++) {
                        if (vector.isNullAt(row)) {
                            continue;
                        }
                        switch (kind) {
                            case "add" -> {
                                AddFile add = new AddFile(StructRow.fromStructVector(vector, row));
                                if (add.getDataChange()) {
                                    added.add(LogFiles.dataFile(add));
                                }
                            }
                            case "remove" -> {
                                if (new RemoveFile(StructRow.fromStructVector(vector, row)).getDataChange()) {
                                    removed++;
                                }
                            }
                            case "metaData" -> metadata = Metadata.fromColumnVector(vector, row);
                            case "commitInfo" -> {
                                CommitInfo info = CommitInfo.fromColumnVector(vector, row);
                                operation = info.getOperation().orElse("");
                                restored = restored(operation, info);
                            }
                            default -> {
                                // version and timestamp columns
                            }
                        }
                    }
                }
            }
        }
        return new TableChanges.Commit(
                actions.getVersion(),
                actions.getTimestamp(),
                operation,
                added,
                removed,
                metadata == null ? null : metadata.getId(),
                metadata == null ? null : (StructType) DataType.fromJson(metadata.getSchemaString()),
                restored);
    }

    /** Delta's own command and ours name the version alike. */
    private static long restored(String operation, CommitInfo info) {
        String version = info.getOperationParameters().getOrDefault("version", "");
        return operation.equals(RESTORE) && version.matches("\\d{1,18}") ? Long.parseLong(version) : -1;
    }
}
