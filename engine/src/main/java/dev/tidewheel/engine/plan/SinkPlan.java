package dev.tidewheel.engine.plan;

import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;

/**
 * What is to be done with one sink and its flows.
 *
 * @param reset true if its flows begin anew, so that rows it was given before are given to it again
 * @param differences between how it was given rows and how it is to be
 */
public record SinkPlan(SinkDefinition definition, boolean reset, List<FlowPlan> flows, Differences differences) {

    public SinkPlan {
        flows = List.copyOf(flows);
    }

    SinkPlan with(Differences others) {
        return new SinkPlan(definition, reset, flows, others);
    }

    public TableName name() {
        return definition.name();
    }
}
