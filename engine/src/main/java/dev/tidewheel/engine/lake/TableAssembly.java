package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.lake.KernelCommit.Conflict;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Makes a table of data files that are in its folder already: those of an older version, or those that were written aside.
 * Files that stay are not touched; all changes are one commit.
 */
final class TableAssembly {
    private static final int ATTEMPTS = 10;

    private final TableStates states;
    private final DeltaSpark deltaSpark;
    private final LogKeeper keeper;

    TableAssembly(TableStates states, DeltaSpark deltaSpark, LogKeeper keeper) {
        this.keeper = keeper;
        this.states = states;
        this.deltaSpark = deltaSpark;
    }

    WriteResult commit(String table, TableLayout layout, List<DataFile> files, CommitNote note) {
        Conflict last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            TableState state = states.current(table).orElseThrow(() -> LakeProblems.noTable(table));
            boolean light = LightRules.canMake(layout)
                    && LightRules.canReplace(state)
                    && files.stream().allMatch(file -> file.deletionVector() == null && file.statistics() != null);
            if (!light) {
                return deltaSpark.assemble(state, layout, files, note);
            }
            try {
                return light(table, state, layout, files, note);
            } catch (Conflict e) {
                last = e;
            } finally {
                // counts of rows and bytes would be those of the added files alone
                states.forget(table);
            }
        }
        throw LakeProblems.concurrent(table, last == null ? new IllegalStateException() : last);
    }

    private WriteResult light(String table, TableState state, TableLayout layout, List<DataFile> files, CommitNote note)
            throws Conflict {
        Set<String> wanted = new HashSet<>();
        files.forEach(file -> wanted.add(file.path()));
        Set<String> present = new HashSet<>();
        states.files(state.kernel()).forEach(file -> present.add(file.path()));
        List<WrittenFile> added = new ArrayList<>();
        for (DataFile file : files) {
            if (!present.contains(file.path())) {
                added.add(written(file));
            }
        }
        long version = new KernelCommit(states, table, note)
                .layout(KernelLayout.of(layout, state))
                .add(added)
                .remove(LogFiles.removals(states.engine(), state.kernel(), path -> !wanted.contains(path)))
                .attempt(state);
        keeper.committed(table, version);
        TableStatistics statistics = LogFiles.statistics(files);
        return new WriteResult(version, statistics.rows(), statistics.bytes(), files.size(), true, false, Map.of());
    }

    private static WrittenFile written(DataFile file) {
        String statistics = file.statistics();
        return new WrittenFile(
                new Path(URI.create(file.path())).toString(),
                file.bytes(),
                file.modified(),
                file.partitionValues(),
                LogFiles.rows(file),
                statistics == null ? "{}" : statistics);
    }

    /** A file of the table in {@code folder} as a file of the table above. */
    static DataFile under(String folder, DataFile file) {
        return new DataFile(
                folder + "/" + file.path(),
                file.bytes(),
                file.modified(),
                file.partitionValues(),
                file.statistics(),
                file.deletionVector() == null ? null : DeletionVectors.under(folder, file.deletionVector()));
    }
}
