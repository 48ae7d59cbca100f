package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.TableStatistics;
import dev.tidewheel.engine.source.Replay;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what would be lost if tables are computed anew: what their sources no longer have, and who reads them. Reads
 * only. Thread-safe.
 */
public final class ResetReporter {

    private final Lake lake;
    private final InputAccess inputs;
    private final StreamCheckpoints checkpoints;
    private final NameScope scope;

    public ResetReporter(Lake lake, InputAccess inputs, StreamCheckpoints checkpoints, NameScope scope) {
        this.lake = lake;
        this.inputs = inputs;
        this.checkpoints = checkpoints;
        this.scope = scope;
    }

    /** One for each table and sink that begins anew, inputs before readers. */
    public List<ResetReport> report(UpdatePlan plan) {
        List<ResetReport> reports = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            if (table.action() instanceof TableAction.Reset && table.stored() != null) {
                reports.add(report(plan, table, table.stored()));
            }
        }
        for (SinkPlan sink : plan.sinks()) {
            if (sink.reset()) {
                reports.add(report(plan, sink));
            }
        }
        return reports;
    }

    private ResetReport report(UpdatePlan plan, TablePlan table, TableSnapshot stored) {
        TableStatistics statistics = lake.statistics(stored);
        List<String> losses = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (FlowPlan flow : table.flows()) {
            sources(
                    plan,
                    flow.flow(),
                    FlowProgress.read(stored.domains(), flow.flow().name()),
                    losses,
                    unknown);
        }
        return new ResetReport(
                table.name(), statistics.rows(), statistics.bytes(), losses, unknown, dependants(plan, table.name()));
    }

    private ResetReport report(UpdatePlan plan, SinkPlan sink) {
        List<String> losses = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (FlowPlan flow : sink.flows()) {
            FlowProgress progress =
                    checkpoints.ofSink(sink.name(), flow.flow().name()).progress();
            sources(plan, flow.flow(), progress, losses, unknown);
        }
        return new ResetReport(
                sink.name(),
                -1,
                -1,
                losses,
                unknown,
                List.of("It is given all rows again, in addition to those that it has."));
    }

    private void sources(
            UpdatePlan plan, ResolvedFlow flow, FlowProgress stored, List<String> losses, List<String> unknown) {
        FlowKind kind = flow.definition().kind();
        String name = scope.shorten(flow.name());
        if (kind instanceof FlowKind.Refresh) {
            // what a view shows is computed from what is there, always
            return;
        }
        if (kind instanceof FlowKind.Once) {
            if (stored.done()) {
                losses.add("The flow " + name + " runs once: it is run again and gives what its query gives now.");
            }
            return;
        }
        if (kind instanceof FlowKind.ReplaceWhere window) {
            losses.add("The flow " + name + " gives rows only for which "
                    + window.predicate().text().strip() + ": all others are gone.");
            return;
        }
        if (flow.readsForeignStream()) {
            unknown.add("The flow " + name + " reads a source that does not say what it still has.");
        }
        FlowProgress progress = inputs.known(flow, stored);
        for (LeafInput input : flow.inputs()) {
            String position = progress.positions().get(input.key());
            if (input.streaming() && position != null && !isReset(plan, input)) {
                source(flow, input, stored.generation(), position, losses, unknown);
            }
        }
    }

    private void source(
            ResolvedFlow flow,
            LeafInput input,
            int generation,
            String position,
            List<String> losses,
            List<String> unknown) {
        try (StreamSource source = inputs.stream(input, flow.target(), flow.name(), generation)) {
            Replay replay = source.replay(position);
            replay.losses().forEach(loss -> losses.add("The source " + input.label() + " " + loss + "."));
            if (!replay.known()) {
                unknown.add("The source " + input.label() + " does not say whether it still has all that was read.");
            }
        } catch (PipelineException e) {
            unknown.add("The source " + input.label() + " cannot be asked for what it still has: "
                    + e.problems().get(0).message() + ".");
        }
    }

    private static boolean isReset(UpdatePlan plan, LeafInput input) {
        return input instanceof LeafInput.PipelineTable table
                && plan.table(table.name())
                        .filter(read -> read.action() instanceof TableAction.Reset)
                        .isPresent();
    }

    private List<String> dependants(UpdatePlan plan, TableName table) {
        List<String> dependants = new ArrayList<>();
        for (ResolvedFlow flow : plan.graph().flows()) {
            if (!flow.reads().contains(table) || beginsAnew(plan, flow.target())) {
                continue;
            }
            String reader = scope.shorten(flow.target());
            if (flow.definition().kind() instanceof FlowKind.Refresh) {
                dependants.add("The view " + reader + " is computed from the new rows.");
            } else if (streams(flow, table)) {
                dependants.add("The flow " + scope.shorten(flow.name()) + " reads it as a stream and is not computed"
                        + " anew: it stops with SOURCE_CHANGED, or passes the new rows over if it has"
                        + " skipChangeCommits. Select `" + scope.shorten(table)
                        + "+` to compute anew all that reads it.");
            } else {
                dependants.add("Rows of " + reader + " that were computed from old rows stay as they are.");
            }
        }
        return dependants;
    }

    private static boolean streams(ResolvedFlow flow, TableName table) {
        return flow.inputs().stream()
                .anyMatch(input -> input.streaming()
                        && input instanceof LeafInput.PipelineTable read
                        && read.name().equals(table));
    }

    private static boolean beginsAnew(UpdatePlan plan, TableName target) {
        return plan.table(target)
                        .filter(table -> table.action() instanceof TableAction.Reset || table.stored() == null)
                        .isPresent()
                || plan.sinks().stream()
                        .anyMatch(sink -> sink.reset() && sink.name().equals(target));
    }
}
