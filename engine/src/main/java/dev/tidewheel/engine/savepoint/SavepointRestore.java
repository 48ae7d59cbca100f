package dev.tidewheel.engine.savepoint;

import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Takes tables back to a savepoint: rows, layout, and how far their flows had come. Each table is one commit. Flows go on
 * in generations of their own, on copies of their checkpoints, so that nothing of what was undone can meet them. To be used
 * under the lease of the pipeline.
 */
public final class SavepointRestore {
    private static final String OWN = "tidewheel.";

    private final Lake lake;
    private final StorageLayout storage;
    private final Savepoints savepoints;
    private final CheckpointFolders folders;

    public SavepointRestore(Lake lake, StorageLayout storage, Savepoints savepoints, Configuration configuration) {
        this.lake = lake;
        this.storage = storage;
        this.savepoints = savepoints;
        this.folders = new CheckpointFolders(configuration);
    }

    /**
     * A table that went back.
     *
     * @param before version that it had
     * @param version of the commit that took it back
     */
    public record Restored(SavedTable table, long before, long version) {}

    /**
     * Makes sure that tables can go back, before anything is changed.
     *
     * @throws PipelineException SAVEPOINT_INVALID with everything that is gone
     */
    public void check(Savepoint savepoint, List<SavedTable> tables) {
        List<Problem> problems = new ArrayList<>();
        for (SavedTable table : tables) {
            obstacle(savepoint, table)
                    .ifPresent(reason -> problems.add(Problem.of(
                                    ErrorCode.SAVEPOINT_INVALID,
                                    "`" + table.name().name() + "` cannot go back to the savepoint `" + savepoint.name()
                                            + "`")
                            .because(reason)
                            .remedy("restore the other tables by their names, or take another savepoint")
                            .in(table.name().toString())));
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
    }

    private Optional<String> obstacle(Savepoint savepoint, SavedTable table) {
        Optional<TableSnapshot> now = lake.snapshot(storage.table(table.name()));
        if (now.isEmpty() || !now.get().tableId().equals(table.tableId())) {
            return Optional.of("the table was dropped since");
        }
        Optional<TableSnapshot> then = lake.snapshot(storage.table(table.name()), table.version());
        if (then.isEmpty()) {
            return Optional.of("version " + table.version() + " is not in its log any more");
        }
        List<String> missing = lake.missingFiles(then.get());
        if (!missing.isEmpty()) {
            return Optional.of(missing.size() + " of the files of version " + table.version()
                    + " are gone, such as " + missing.get(0) + "; VACUUM removes what is older than"
                    + " delta.deletedFileRetentionDuration");
        }
        return table.flows().stream()
                .filter(flow -> flow.kept() && !folders.holds(savepoints.checkpoint(savepoint, flow), flow.batch()))
                .findFirst()
                .map(flow -> "the checkpoint of the flow " + flow.flow() + " is gone");
    }

    /**
     * Takes the tables back, one after the other; whoever is cut short can do it again.
     *
     * @param mayWrite asked before each commit; throws if this process must not write any more
     */
    public List<Restored> restore(Savepoint savepoint, List<SavedTable> tables, String updateId, Runnable mayWrite) {
        check(savepoint, tables);
        List<Restored> restored = new ArrayList<>();
        for (SavedTable table : tables) {
            restored.add(restore(savepoint, table, updateId, mayWrite));
        }
        return restored;
    }

    private Restored restore(Savepoint savepoint, SavedTable table, String updateId, Runnable mayWrite) {
        String path = storage.table(table.name());
        TableSnapshot now = lake.snapshot(path).orElseThrow();
        TableSnapshot then = lake.snapshot(path, table.version()).orElseThrow();
        CommitNote note = CommitNote.of("RESTORE")
                .withParameter("version", String.valueOf(table.version()))
                .withParameter("savepoint", savepoint.name())
                .withParameter("updateId", updateId)
                .permittedBy(mayWrite);
        Map<TableName, FlowProgress> progressNow = FlowProgress.all(now.domains());
        Map<TableName, FlowProgress> progressThen = FlowProgress.all(then.domains());
        for (Map.Entry<TableName, FlowProgress> flow : progressNow.entrySet()) {
            int generation = flow.getValue().generation() + 1;
            FlowProgress before = progressThen.get(flow.getKey());
            FlowProgress next = before == null ? flow.getValue().reset() : before.inGeneration(generation);
            copyCheckpoint(savepoint, table, flow.getKey(), generation);
            note = note.withDomain(FlowProgress.domain(flow.getKey()), next.toJson());
        }
        for (String domain : now.domains().keySet()) {
            if (domain.startsWith(OWN) && !FlowProgress.isProgress(domain)) {
                note = note.withDomain(domain, then.domains().getOrDefault(domain, ""));
            }
        }
        for (Map.Entry<String, String> domain : then.domains().entrySet()) {
            if (domain.getKey().startsWith(OWN) && !FlowProgress.isProgress(domain.getKey())) {
                note = note.withDomain(domain.getKey(), domain.getValue());
            }
        }
        return new Restored(table, now.version(), lake.restore(then, note).version());
    }

    private void copyCheckpoint(Savepoint savepoint, SavedTable table, TableName flow, int generation) {
        String target = storage.checkpoint(table.name(), flow, generation);
        Optional<SavedFlow> saved =
                table.flows().stream().filter(one -> one.flow().equals(flow)).findFirst();
        if (saved.isPresent() && saved.get().kept()) {
            folders.copy(
                    savepoints.checkpoint(savepoint, saved.get()),
                    target,
                    saved.get().batch());
        } else {
            folders.remove(target);
        }
    }
}
