package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.model.name.TableName;
import java.util.Map;

/**
 * What is needed to run one flow once.
 *
 * @param sessions with the flow's settings
 * @param path of the target's table
 * @param layout of the target
 * @param generation that the flow's progress is to have; a stored lower one means that the table starts anew
 * @param others domains that each commit sets besides the flow's own: progress of flows that are no longer defined
 * @param updateId of the update that asks
 * @param mayWrite asked before each commit; throws if this process must not write any more
 */
public record FlowWork(
        ResolvedFlow flow,
        SessionChoice sessions,
        String path,
        TableLayout layout,
        int generation,
        Map<String, String> others,
        String updateId,
        Runnable mayWrite) {

    public FlowWork {
        others = Map.copyOf(others);
    }

    TableName name() {
        return flow.name();
    }

    /** A commit by this flow. */
    CommitNote note(String operation) {
        CommitNote note = CommitNote.of(operation)
                .withParameter("flow", flow.name().toString())
                .withParameter("updateId", updateId)
                .permittedBy(mayWrite);
        for (Map.Entry<String, String> other : others.entrySet()) {
            note = note.withDomain(other.getKey(), other.getValue());
        }
        // what a stateful query remembers is looked at once in a run, by whoever runs it
        return flow.shape() == FlowShape.STATEFUL
                ? note
                : note.withDomain(
                        FlowRecord.domain(flow.name()), FlowRecord.of(flow).toJson());
    }

    /** A commit that changes no row. */
    CommitNote upkeep() {
        return CommitNote.of("OPTIMIZE").withParameter("updateId", updateId).permittedBy(mayWrite);
    }

    /** A commit by this flow that takes its progress to {@code next}; repeated, it is skipped. */
    CommitNote note(String operation, FlowProgress next) {
        return note(operation)
                .withDomain(FlowProgress.domain(flow.name()), next.toJson())
                .withTransaction(
                        "tidewheel:" + flow.name().toString().toLowerCase(java.util.Locale.ROOT) + ":" + generation,
                        next.batch());
    }

    /** The flow's progress in a table with these domains: its own, or that of a new generation. */
    FlowProgress progress(Map<String, String> domains) {
        FlowProgress stored = FlowProgress.read(domains, flow.name());
        return stored.generation() == generation ? stored : new FlowProgress(generation, -1, Map.of(), false);
    }

    /** True if the table's rows are of an older generation, so that the first commit replaces them. */
    boolean startsAnew(Map<String, String> domains) {
        return FlowProgress.read(domains, flow.name()).generation() < generation;
    }
}
