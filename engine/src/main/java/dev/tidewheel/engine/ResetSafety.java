package dev.tidewheel.engine;

import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.plan.ResetReport;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.SinkCheckpoint;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.run.UpdateEvents;
import dev.tidewheel.engine.savepoint.Retention;
import dev.tidewheel.engine.savepoint.SavedFlow;
import dev.tidewheel.engine.savepoint.Savepoints;
import dev.tidewheel.engine.savepoint.Savepoints.Afterwards;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an update does before it takes away rows or progress: it says what is lost, makes a savepoint, and notes what it is
 * about to do. Used by one thread, under the lease of the pipeline.
 */
final class ResetSafety {
    private static final String FULL_REFRESH = "full-refresh";
    private static final String RESET_CHECKPOINT = "reset-checkpoint";

    private final PipelineEngine engine;
    private final EngineParts parts;
    private final NameScope scope;
    private final String updateId;
    private final Runnable mayWrite;

    /** @param mayWrite asked before each commit; throws if this process must not write any more */
    ResetSafety(PipelineEngine engine, EngineParts parts, String updateId, Runnable mayWrite) {
        this.engine = engine;
        this.parts = parts;
        this.scope = engine.settings().defaultScope();
        this.updateId = updateId;
        this.mayWrite = mayWrite;
    }

    /** Makes room for what begins anew; nothing that counts is touched. */
    void clear(Definitions definitions, Selection selection) {
        engine.unfinishedRefresh(parts, mayWrite).clear(selection.startsAnew(definitions, scope), definitions.flows());
    }

    /** Says what is lost, keeps what can be kept, and notes what is to be done. */
    void beforeReset(UpdatePlan plan, UpdateEvents events) {
        for (ResetReport report : engine.resetReports(parts, plan)) {
            tell(events, "Full refresh of " + scope.shorten(report.dataset()) + ": " + size(report));
            report.sentences().forEach(sentence -> tell(events, "    " + sentence));
        }
        engine.unfinishedRefresh(parts, mayWrite).begin(plan);
        List<TableName> tables = plan.tables().stream()
                .filter(table -> table.action() instanceof TableAction.Reset && table.stored() != null)
                .map(TablePlan::name)
                .toList();
        List<SavedFlow> sinks = new ArrayList<>();
        plan.sinks().stream().filter(SinkPlan::reset).forEach(sink -> sinks.addAll(sinkFlows(sink)));
        if (!tables.isEmpty() || !sinks.isEmpty()) {
            save(FULL_REFRESH, "before a full refresh", tables, sinks, Afterwards.NEW_GENERATIONS, events);
        }
    }

    private static String size(ResetReport report) {
        if (report.bytes() < 0) {
            return "it is a sink";
        }
        return (report.rows() < 0 ? "its rows" : report.rows() + (report.rows() == 1 ? " row" : " rows")) + " ("
                + report.bytes() + " bytes) are computed anew";
    }

    private List<SavedFlow> sinkFlows(SinkPlan sink) {
        return sink.flows().stream()
                .map(flow -> savedSink(sink.name(), flow.flow().name()))
                .toList();
    }

    private SavedFlow savedSink(TableName sink, TableName flow) {
        int generation = parts.checkpoints().ofSink(sink, flow).generation();
        return new SavedFlow(sink, flow, generation, -1, true, false);
    }

    /**
     * Lets flows read their sources from the beginning again, while the rows of their tables stay. An update that would be
     * refused resets nothing.
     *
     * @param accepted what may begin anew in this update
     * @return what is left to do
     * @throws PipelineException with what is wrong with the pipeline, or would be refused; then nothing is written
     */
    Selection resetCheckpoints(
            Definitions definitions, Selection selection, AcceptedResets accepted, UpdateEvents events) {
        if (selection.resetCheckpoints().isEmpty()) {
            return selection;
        }
        UpdatePlan plan = accepted.plan(
                        selection,
                        (chosen, names) -> parts.planner()
                                .plan(
                                        engine.resolve(parts, definitions, chosen, false),
                                        chosen,
                                        engine.ownTables(parts),
                                        names))
                .plan();
        if (!plan.refusals().isEmpty()) {
            throw new PipelineException(plan.refusals());
        }
        List<FlowPlan> flows = plan.tables().stream()
                .filter(table -> table.stored() != null && table.aside().isEmpty())
                .flatMap(table -> table.flows().stream())
                .filter(flow -> flow.reason().equals(Planner.CHECKPOINT_RESET))
                .toList();
        List<TableName> tables =
                flows.stream().map(flow -> flow.flow().target()).distinct().toList();
        for (FlowPlan flow : flows) {
            tell(
                    events,
                    "The checkpoint of " + scope.shorten(flow.flow().name()) + " is reset: its source is read"
                            + " from the beginning again; rows that are there stay, so that they can be there twice");
        }
        if (!tables.isEmpty()) {
            save(RESET_CHECKPOINT, "before a reset of checkpoints", tables, List.of(), Afterwards.GOING_ON, events);
        }
        for (TableName table : tables) {
            reset(
                    table,
                    flows.stream()
                            .map(FlowPlan::flow)
                            .filter(flow -> flow.target().equals(table))
                            .toList());
        }
        resetSinks(plan, selection);
        return selection.withCheckpointsReset(definitions, scope);
    }

    private void resetSinks(UpdatePlan plan, Selection selection) {
        for (SinkPlan sink : plan.sinks()) {
            for (FlowPlan flow : sink.flows()) {
                boolean named = selection.resetCheckpoints().stream()
                        .anyMatch(name -> flow.flow().name().toString().equalsIgnoreCase(name));
                if (named && sink.reset()) {
                    SinkCheckpoint checkpoint =
                            parts.checkpoints().ofSink(sink.name(), flow.flow().name());
                    mayWrite.run();
                    checkpoint.begin(checkpoint.generation() + 1);
                }
            }
        }
    }

    /** One commit for all flows of a table. */
    private void reset(TableName table, List<ResolvedFlow> flows) {
        String path = parts.storage().table(table);
        TableSnapshot stored = parts.lake().snapshot(path).orElseThrow();
        CommitNote note = CommitNote.of("RESET CHECKPOINT")
                .withParameter("updateId", updateId)
                .permittedBy(mayWrite);
        for (ResolvedFlow flow : flows) {
            FlowProgress begun =
                    FlowProgress.read(stored.domains(), flow.name()).reset();
            engine.unfinishedRefresh(parts, mayWrite).clearCheckpoint(flow.definition(), begun.generation());
            note = note.withDomain(FlowProgress.domain(flow.name()), begun.toJson());
        }
        parts.lake().evolve(path, stored.layout(), note);
    }

    /** Forgets a refresh that is done, or has done nothing; and savepoints whose time is over. */
    void tidy() {
        Savepoints savepoints = engine.savepoints(parts, mayWrite);
        if (engine.unfinishedRefresh(parts, mayWrite).tidy()) {
            // nothing was reset, so that the tables go on with the checkpoints that the savepoint means
            savepoints.expire(savepoint ->
                    savepoint.updateId().equals(updateId) && savepoint.name().startsWith(FULL_REFRESH));
        }
        expireSavepoints();
    }

    /** Removes savepoints whose time is over. */
    void expireSavepoints() {
        Instant oldest = Instant.now().minus(Retention.of(engine.settings().configuration()));
        engine.savepoints(parts, mayWrite)
                .expire(savepoint -> savepoint.created().isBefore(oldest));
    }

    private void save(
            String words,
            String reason,
            List<TableName> tables,
            List<SavedFlow> sinks,
            Afterwards afterwards,
            UpdateEvents events) {
        Savepoints savepoints = engine.savepoints(parts, mayWrite);
        String name = savepoints.freeName(words);
        savepoints.create(name, reason, updateId, tables, sinks, afterwards);
        if (!tables.isEmpty()) {
            tell(
                    events,
                    "Savepoint " + name + " keeps "
                            + String.join(
                                    ", ", tables.stream().map(scope::shorten).toList())
                            + " as before; `tidewheel restore " + name + "` brings it back");
        }
    }

    private void tell(UpdateEvents events, String text) {
        engine.notice(text);
        events.told(text);
    }
}
