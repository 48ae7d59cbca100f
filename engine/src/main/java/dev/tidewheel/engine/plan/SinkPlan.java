package dev.tidewheel.engine.plan;

import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;

/**
 * What is to be done with one sink and its flows.
 *
 * @param reset true if its flows begin anew, so that rows it was given before are given to it again
 */
public record SinkPlan(SinkDefinition definition, boolean reset, List<FlowPlan> flows) {

    public SinkPlan {
        flows = List.copyOf(flows);
    }

    public TableName name() {
        return definition.name();
    }
}
