package dev.tidewheel.engine.graph;

import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline whose names are bound and whose queries are analysed. Immutable.
 *
 * @param datasets by name, inputs before readers
 * @param flows inputs before readers
 */
public record DataflowGraph(
        Map<TableName, ResolvedDataset> datasets, List<ResolvedFlow> flows, List<SinkDefinition> sinks) {

    public DataflowGraph {
        datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
        flows = List.copyOf(flows);
        sinks = List.copyOf(sinks);
    }

    public Optional<ResolvedDataset> dataset(TableName name) {
        return Optional.ofNullable(datasets.get(name));
    }

    /** The tables, inputs before readers. */
    public List<TableDefinition> tables() {
        List<TableDefinition> tables = new ArrayList<>();
        for (ResolvedDataset dataset : datasets.values()) {
            if (dataset.definition() instanceof TableDefinition table) {
                tables.add(table);
            }
        }
        return tables;
    }

    public Optional<SinkDefinition> sink(TableName name) {
        return sinks.stream().filter(sink -> sink.name().equals(name)).findFirst();
    }

    /** Flows into {@code target}, a table or a sink. */
    public List<ResolvedFlow> flowsInto(TableName target) {
        return flows.stream().filter(flow -> flow.target().equals(target)).toList();
    }

    /** Flows that must have finished before {@code flow} starts. */
    public Set<ResolvedFlow> upstream(ResolvedFlow flow) {
        Set<ResolvedFlow> found = new LinkedHashSet<>();
        for (ResolvedFlow other : flows) {
            if (flow.reads().contains(other.target())) {
                found.add(other);
            }
        }
        return found;
    }
}
