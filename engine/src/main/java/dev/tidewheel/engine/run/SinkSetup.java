package dev.tidewheel.engine.run;

import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.SinkCheckpoint;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.plan.UpdatePlan;

/** Lets the flows into sinks begin anew that a full refresh is about. Stateless. */
public final class SinkSetup {

    private SinkSetup() {}

    /**
     * Begins new generations; to be called before any table is emptied that such a flow may read.
     *
     * @param mayWrite asked before each; throws if this process must not write any more
     */
    public static void run(UpdatePlan plan, StreamCheckpoints checkpoints, Runnable mayWrite) {
        for (SinkPlan sink : plan.sinks()) {
            if (!sink.reset()) {
                continue;
            }
            for (FlowPlan flow : sink.flows()) {
                SinkCheckpoint checkpoint =
                        checkpoints.ofSink(sink.name(), flow.flow().name());
                mayWrite.run();
                checkpoint.begin(checkpoint.generation() + 1);
            }
        }
    }
}
