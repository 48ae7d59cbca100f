package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plans the sinks of a pipeline. Reads only. Thread-safe. */
final class SinkPlanner {

    private final AppendPlanner appends;
    private final StreamCheckpoints checkpoints;
    private final DifferenceFinder differences;

    SinkPlanner(AppendPlanner appends, StreamCheckpoints checkpoints, DifferenceFinder differences) {
        this.appends = appends;
        this.checkpoints = checkpoints;
        this.differences = differences;
    }

    /** @param changing tables that the update may change */
    List<SinkPlan> plan(DataflowGraph graph, Selection.Resolved selected, Set<TableName> changing) {
        List<SinkPlan> plans = new ArrayList<>();
        for (SinkDefinition sink : graph.sinks()) {
            // a sink has nothing but its checkpoints to begin anew
            boolean reset = selected.reset().contains(sink.name())
                    || graph.flowsInto(sink.name()).stream()
                            .anyMatch(flow -> selected.checkpoints().contains(flow.name()));
            List<FlowPlan> flows = new ArrayList<>();
            for (ResolvedFlow flow : graph.flowsInto(sink.name())) {
                flows.add(
                        selected.selected().contains(sink.name())
                                ? decide(flow, reset, changing)
                                : new FlowPlan(flow, FlowDecision.EXCLUDED, Planner.technique(flow), "not selected"));
            }
            plans.add(new SinkPlan(sink, reset, flows, reset ? Differences.NONE : differences(graph, sink)));
        }
        return plans;
    }

    private Differences differences(DataflowGraph graph, SinkDefinition sink) {
        List<Change> changes = new ArrayList<>();
        for (ResolvedFlow flow : graph.flowsInto(sink.name())) {
            SinkCheckpoint checkpoint = checkpoints.ofSink(sink.name(), flow.name());
            FlowProgress progress = checkpoint.progress();
            checkpoint.stream(progress.generation())
                    .record()
                    .ifPresent(before -> changes.addAll(
                            differences.changes(flow, before, progress, SinkCheckpoint.target(sink.target()))));
        }
        return Differences.of(changes);
    }

    private FlowPlan decide(ResolvedFlow flow, boolean reset, Set<TableName> changing) {
        if (reset) {
            return new FlowPlan(
                    flow,
                    FlowDecision.RUN,
                    Planner.technique(flow),
                    "full refresh: rows that it was given before are given to it again");
        }
        SinkCheckpoint checkpoint = checkpoints.ofSink(flow.target(), flow.name());
        return appends.reason(
                        flow,
                        checkpoint.progress(),
                        progress -> !checkpoint.stream(progress.generation()).isComplete())
                .map(why -> new FlowPlan(flow, FlowDecision.RUN, Planner.technique(flow), why))
                .orElseGet(() -> Planner.unlessUpstreamChanges(flow, changing));
    }
}
