package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.SinkCheckpoint;
import dev.tidewheel.engine.plan.StreamCheckpoint;
import dev.tidewheel.model.definition.SinkTarget;

/**
 * What is needed to run one flow into a sink once.
 *
 * @param sessions with the flow's settings
 */
public record SinkWork(ResolvedFlow flow, SessionChoice sessions, SinkTarget target, SinkCheckpoint checkpoint) {

    StreamCheckpoint stream() {
        return checkpoint.stream(checkpoint.generation());
    }
}
