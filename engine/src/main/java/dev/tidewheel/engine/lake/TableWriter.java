package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.lake.KernelCommit.Conflict;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** Writes tables: decides between the light path and delta-spark, and what to do when another writer was faster. */
final class TableWriter {
    /** Others' commits that a commit goes on top of before the state is read anew. */
    private static final int REBASES = 20;

    private static final int ATTEMPTS = 10;

    private final SparkSession session;
    private final TableStates states;
    private final LogKeeper keeper;
    private final DeltaSpark deltaSpark;

    TableWriter(SparkSession session, TableStates states, LogKeeper keeper) {
        this.session = session;
        this.states = states;
        this.keeper = keeper;
        this.deltaSpark = new DeltaSpark(session, states);
    }

    WriteResult create(String table, TableLayout asked, CommitNote note) {
        TableLayout layout = withSessionDefaults(asked);
        Optional<TableState> present = states.current(table);
        if (present.isPresent()) {
            return WriteResult.skipped(present.get().view().version());
        }
        if (!LightRules.canMake(layout)) {
            return deltaSpark.create(table, layout, note);
        }
        KernelLayout kernel = KernelLayout.of(layout, null);
        try {
            long version = new KernelCommit(states, table, note).layout(kernel).attempt(null);
            return new WriteResult(version, 0, 0, 0, true, false, Map.of());
        } catch (Conflict e) {
            return states.current(table)
                    .map(state -> WriteResult.skipped(state.view().version()))
                    .orElseThrow(() -> LakeProblems.concurrent(table, e));
        }
    }

    WriteResult append(String table, LogicalPlan rows, CommitNote note) {
        TableState base = existing(table);
        if (isDone(base, note)) {
            return WriteResult.skipped(base.view().version());
        }
        if (!LightRules.canAppend(base)) {
            return deltaSpark.append(base, rows, note);
        }
        SparkWrite.Outcome written =
                write(table, rows, base.view().layout(), base.view().properties());
        if (written.files().isEmpty() && note.appId() == null && note.domains().isEmpty()) {
            return result(base.view().version(), written);
        }
        Conflict last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            TableState state = attempt == 0 ? base : existing(table);
            if (isDone(state, note)) {
                discard(table, written);
                return WriteResult.skipped(state.view().version());
            }
            if (!sameShape(base, state) || !LightRules.canAppend(state)) {
                discard(table, written);
                throw LakeProblems.concurrent(table, new IllegalStateException("its layout was changed"));
            }
            try {
                long version = guarded(
                        table,
                        written,
                        new KernelCommit(states, table, note)
                                .add(written.files())
                                .rebase(REBASES),
                        state);
                return result(version, written);
            } catch (Conflict e) {
                last = e;
            }
        }
        discard(table, written);
        throw LakeProblems.concurrent(table, last == null ? new IllegalStateException() : last);
    }

    WriteResult replace(String table, TableLayout asked, LogicalPlan rows, CommitNote note) {
        Optional<TableState> before = states.current(table);
        TableLayout layout = before.map(state -> LayoutEvolution.withStoredProperties(state.view(), asked))
                .orElseGet(() -> withSessionDefaults(asked));
        if (before.isPresent() && isDone(before.get(), note)) {
            return WriteResult.skipped(before.get().view().version());
        }
        if (!LightRules.canMake(layout)
                || before.filter(state -> !LightRules.canReplace(state)).isPresent()) {
            return deltaSpark.replace(table, before.orElse(null), layout, rows, note);
        }
        // a layout that cannot be must be found out before the rows are computed
        KernelLayout.of(layout, before.orElse(null));
        SparkWrite.Outcome written = write(table, rows, layout, layout.properties());
        Conflict last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<TableState> state = attempt == 0 ? before : states.current(table);
            if (state.isPresent() && isDone(state.get(), note)) {
                discard(table, written);
                return WriteResult.skipped(state.get().view().version());
            }
            KernelCommit commit = new KernelCommit(states, table, note)
                    .layout(KernelLayout.of(layout, state.orElse(null)))
                    .add(written.files());
            state.ifPresent(base -> commit.remove(LogFiles.removals(states.engine(), base.kernel())));
            try {
                return result(guarded(table, written, commit, state.orElse(null)), written);
            } catch (Conflict e) {
                last = e;
            }
        }
        discard(table, written);
        throw LakeProblems.concurrent(table, last == null ? new IllegalStateException() : last);
    }

    WriteResult replaceWhere(String table, String predicate, LogicalPlan rows, CommitNote note) {
        TableState base = existing(table);
        if (isDone(base, note)) {
            return WriteResult.skipped(base.view().version());
        }
        return deltaSpark.replaceWhere(base, predicate, rows, note);
    }

    WriteResult evolve(String table, TableLayout asked, CommitNote note) {
        Conflict last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            TableState state = existing(table);
            TableLayout layout = LayoutEvolution.merge(state.view(), asked);
            boolean same = layout.equals(state.view().layout());
            if (isDone(state, note) || (same && note.domains().isEmpty())) {
                return WriteResult.skipped(state.view().version());
            }
            boolean light = LightRules.canMake(layout)
                    && LightRules.canReplace(state)
                    && !LayoutEvolution.changesTypes(state.view().schema(), layout.schema());
            if (!light) {
                return deltaSpark.evolve(state, layout, note);
            }
            try {
                long version = new KernelCommit(states, table, note)
                        .layout(KernelLayout.of(layout, state))
                        .attempt(state);
                keeper.committed(table, version);
                return new WriteResult(version, 0, 0, 0, true, false, Map.of());
            } catch (Conflict e) {
                last = e;
            }
        }
        throw LakeProblems.concurrent(table, last == null ? new IllegalStateException() : last);
    }

    private SparkWrite.Outcome write(
            String table, LogicalPlan rows, TableLayout layout, Map<String, String> properties) {
        int indexed = SparkWrite.indexedColumns(properties);
        return SparkWrite.write(session, table, rows, layout.schema(), layout.partitionColumns(), indexed);
    }

    /** Commits; whatever certainly fails leaves no files behind. A store may carry out later what it has answered with an error. */
    private long guarded(String table, SparkWrite.Outcome written, KernelCommit commit, @Nullable TableState base)
            throws Conflict {
        try {
            long version = commit.attempt(base);
            keeper.committed(table, version);
            return version;
        } catch (RuntimeException e) {
            if (LakeProblems.nothingCommitted(e) && !commit.mayStillCome()) {
                discard(table, written);
            }
            throw e;
        }
    }

    private void discard(String table, SparkWrite.Outcome written) {
        TableFiles.discard(table, written.files(), states.configuration());
    }

    private TableState existing(String table) {
        return states.current(table).orElseThrow(() -> LakeProblems.noTable(table));
    }

    private boolean isDone(TableState state, CommitNote note) {
        return note.appId() != null && states.transaction(state, note.appId()) >= note.txnVersion();
    }

    private static boolean sameShape(TableState one, TableState other) {
        return one.view().tableId().equals(other.view().tableId())
                && one.view().partitionColumns().equals(other.view().partitionColumns())
                && LayoutEvolution.reads(other.view().schema(), one.view().schema());
    }

    private static WriteResult result(long version, SparkWrite.Outcome written) {
        return new WriteResult(
                version, written.rows(), written.bytes(), written.files().size(), true, false, written.observed());
    }

    /** delta-spark takes properties of new tables from the session; so do we. */
    private TableLayout withSessionDefaults(TableLayout layout) {
        return SessionDefaults.apply(session, layout);
    }
}
