package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SinkDefinition;
import java.util.Optional;

/**
 * A flow that has given rows to a sink and is not defined any more.
 *
 * @param sink without catalog and schema
 * @param flow without catalog and schema
 * @param record the definition with which it gave rows last
 */
record FormerSinkFlow(String sink, String flow, FlowRecord record) {

    /** True if it gave its rows to where {@code other} gives them, be it by another name. */
    boolean gaveTo(SinkDefinition other) {
        // without options nothing tells two places from each other
        boolean samePlace =
                !other.target().options().isEmpty() && record.target().equals(SinkCheckpoint.target(other.target()));
        return sink.equalsIgnoreCase(other.name().name()) || samePlace;
    }

    /** What both have read, in words; empty if {@code other} gives other rows. */
    Optional<String> shared(ResolvedFlow other) {
        if (other.definition().kind() instanceof FlowKind.Once) {
            return record.query().equals(other.queryFingerprint())
                    ? Optional.of(
                            record.sources().isEmpty()
                                    ? "its rows"
                                    : record.sources().get(0))
                    : Optional.empty();
        }
        return QueryLeaves.streams(other.query()).stream()
                .filter(input -> record.sources().contains(input.key()))
                .map(LeafInput::label)
                .findFirst();
    }
}
