package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.CheckpointFate;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.model.name.TableName;
import java.util.HashSet;
import java.util.Set;

/**
 * Flows that may add rows of what others have read before. Somebody has accepted it by the flow's own name; a name that is
 * that of a table or a sink, too, means that one, and lets it begin anew. Immutable.
 *
 * @param accepted all names that were accepted
 * @param datasets tables and sinks of the pipeline
 */
record AcceptedFlows(Set<TableName> accepted, Set<TableName> datasets) {

    /** Nobody has accepted anything. */
    static AcceptedFlows none(DataflowGraph graph) {
        return of(graph, Set.of());
    }

    static AcceptedFlows of(DataflowGraph graph, Set<TableName> accepted) {
        Set<TableName> datasets = new HashSet<>();
        graph.tables().forEach(table -> datasets.add(table.name()));
        graph.sinks().forEach(sink -> datasets.add(sink.name()));
        return new AcceptedFlows(Set.copyOf(accepted), datasets);
    }

    /**
     * A reset that a flow asks for and can do without.
     *
     * @param what is accepted by the flow's name, in words
     * @param fate of the flow's checkpoint if it is
     */
    Change unlessAccepted(TableName flow, Change reset, String what, CheckpointFate fate) {
        if (datasets.contains(flow)) {
            return reset;
        }
        Change change = reset.or(what + " with --accept-reset " + flow.name()).unlessAccepted(fate);
        return accepted.contains(flow) ? change.waived() : change;
    }
}
