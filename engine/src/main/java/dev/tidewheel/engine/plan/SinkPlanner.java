package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.CheckpointFate;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    List<SinkPlan> plan(
            DataflowGraph graph, Selection.Resolved selected, Set<TableName> changing, AcceptedFlows accepted) {
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
            plans.add(new SinkPlan(sink, reset, flows, reset ? Differences.NONE : differences(graph, sink, accepted)));
        }
        return plans;
    }

    private Differences differences(DataflowGraph graph, SinkDefinition sink, AcceptedFlows accepted) {
        List<Change> changes = new ArrayList<>();
        for (ResolvedFlow flow : graph.flowsInto(sink.name())) {
            SinkCheckpoint checkpoint = checkpoints.ofSink(sink.name(), flow.name());
            if (checkpoint.hasBegun()) {
                FlowProgress progress = checkpoint.progress();
                checkpoint
                        .record()
                        .ifPresent(before -> changes.addAll(
                                differences.changes(flow, before, progress, SinkCheckpoint.target(sink.target()))));
            } else {
                again(graph, sink, flow)
                        .map(change -> accepted.unlessAccepted(
                                flow.name(), change, "accept that they are given once more", CheckpointFate.BEGINS))
                        .ifPresent(changes::add);
            }
        }
        return Differences.of(changes);
    }

    /** A flow that begins. If one that is gone has read the same, it may be the same with a new name. */
    private Optional<Change> again(DataflowGraph graph, SinkDefinition sink, ResolvedFlow flow) {
        Map<TableName, List<TableName>> defined = new HashMap<>();
        for (SinkDefinition other : graph.sinks()) {
            defined.put(
                    other.name(),
                    graph.flowsInto(other.name()).stream()
                            .map(ResolvedFlow::name)
                            .toList());
        }
        String name = flow.name().name();
        for (FormerSinkFlow former : checkpoints.formerSinkFlows(defined)) {
            Optional<String> shared = former.gaveTo(sink) ? former.shared(flow) : Optional.empty();
            if (shared.isPresent()) {
                boolean sameSink = former.sink().equalsIgnoreCase(sink.name().name());
                String called = "`" + former.flow() + "`" + (sameSink ? "" : " into the sink `" + former.sink() + "`");
                return Optional.of(Change.reset(
                        flow.name(),
                        "the flow `" + name + "` is new, and " + called + ", which has read `" + shared.get()
                                + "`, too, is gone",
                        "`" + name + "` would give the rows of its source to where " + called
                                + " has given them already",
                        "call it " + called + " again, and it goes on"));
            }
        }
        return Optional.empty();
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
