package dev.tidewheel.model.definition;

import java.util.ArrayList;
import java.util.List;

/** Everything that one or more source files declare, in the order in which it was read. */
public record Definitions(List<Dataset> datasets, List<FlowDefinition> flows, List<SinkDefinition> sinks) {

    public static final Definitions NONE = new Definitions(List.of(), List.of(), List.of());

    public Definitions {
        datasets = List.copyOf(datasets);
        flows = List.copyOf(flows);
        sinks = List.copyOf(sinks);
    }

    /** These and those. */
    public Definitions plus(Definitions other) {
        List<Dataset> allDatasets = new ArrayList<>(datasets);
        allDatasets.addAll(other.datasets);
        List<FlowDefinition> allFlows = new ArrayList<>(flows);
        allFlows.addAll(other.flows);
        List<SinkDefinition> allSinks = new ArrayList<>(sinks);
        allSinks.addAll(other.sinks);
        return new Definitions(allDatasets, allFlows, allSinks);
    }
}
