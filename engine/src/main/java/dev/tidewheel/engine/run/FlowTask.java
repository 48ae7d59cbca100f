package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowExecutor;
import dev.tidewheel.engine.flow.FlowOutcome;
import dev.tidewheel.engine.flow.FlowReport;
import dev.tidewheel.engine.flow.FlowWork;
import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.flow.SinkWork;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A flow of a plan, and how it is run. Immutable. */
record FlowTask(
        FlowPlan plan,
        BiFunction<SessionChoice, FlowReport, FlowOutcome> work,
        @Nullable Rebuild rebuild) {

    /** All flows of a plan, those into tables first. */
    static List<FlowTask> of(
            UpdatePlan plan, FlowExecutor executor, StreamCheckpoints checkpoints, RunSettings settings) {
        List<FlowTask> tasks = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            Optional<Rebuild> rebuild = table.aside()
                    .map(folder -> new Rebuild(
                            table.path(),
                            folder,
                            table.flows().stream()
                                    .map(flow -> flow.flow().name())
                                    .toList(),
                            ready -> executor.takeOver(table.path(), ready, settings.updateId(), settings.mayWrite())));
            for (FlowPlan flow : table.flows()) {
                tasks.add(new FlowTask(
                        flow,
                        (choice, report) -> into(
                                rebuild,
                                table,
                                flow.flow().name(),
                                report,
                                path -> executor.run(work(table, path, flow.flow(), choice, settings), report)),
                        rebuild.orElse(null)));
            }
        }
        for (SinkPlan sink : plan.sinks()) {
            for (FlowPlan flow : sink.flows()) {
                tasks.add(new FlowTask(
                        flow,
                        (choice, report) -> executor.run(
                                new SinkWork(
                                        flow.flow(),
                                        choice,
                                        sink.definition().target(),
                                        checkpoints.ofSink(
                                                sink.name(), flow.flow().name())),
                                report),
                        null));
            }
        }
        return tasks;
    }

    private static FlowOutcome into(
            Optional<Rebuild> rebuild,
            TablePlan table,
            TableName flow,
            FlowReport report,
            Function<String, FlowOutcome> work) {
        return rebuild.isPresent() ? rebuild.get().run(flow, report, work) : work.apply(table.path());
    }

    /** The flow came to its end before, so that it is not run. */
    void passOver() {
        if (rebuild != null) {
            rebuild.ended(name());
        }
    }

    private static FlowWork work(
            TablePlan table, String path, ResolvedFlow flow, SessionChoice choice, RunSettings settings) {
        int stored = table.stored() == null
                ? 0
                : FlowProgress.read(table.stored().domains(), flow.name()).generation();
        boolean reset = table.action() instanceof TableAction.Reset;
        int generation = reset ? stored + 1 : stored;
        return new FlowWork(
                flow,
                choice,
                path,
                table.writtenLayout(),
                generation,
                reset ? table.progressOfOthers() : Map.of(),
                settings.updateId(),
                settings.mayWrite());
    }

    ResolvedFlow flow() {
        return plan.flow();
    }

    TableName name() {
        return flow().name();
    }

    /** How a try went. */
    sealed interface Result {}

    /** The flow took all that was there. */
    record Done(FlowOutcome outcome) implements Result {}

    /** The flow was asked to stop. */
    record Stopped() implements Result {}

    /** The flow met columns that its source did not know; the graph has to be resolved anew. */
    record MetColumns(AddedColumns columns) implements Result {}

    /** The flow failed. */
    record Failed(Failure failure) implements Result {}

    /** Runs the flow once; never throws. */
    Result attempt(SessionChoice sessions, FlowReport report, RunSettings settings) {
        try {
            FlowOutcome outcome = work.apply(sessions, report);
            return outcome.stopped() ? new Stopped() : new Done(outcome);
        } catch (Throwable e) {
            if (report.stopping()) {
                return new Stopped();
            }
            Throwable cause = e;
            try {
                Optional<AddedColumns> columns = AddedColumns.forFailure(flow(), e);
                if (columns.isPresent()) {
                    return new MetColumns(columns.get());
                }
            } catch (PipelineException refused) {
                cause = refused;
            }
            return new Failed(Failures.of(cause, flow(), settings.sqlOf(flow())));
        }
    }
}
