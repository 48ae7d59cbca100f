package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Optional;

/**
 * What an update does. Immutable.
 *
 * @param tables inputs before readers
 * @param sinks with their flows
 * @param views published views whose files change
 * @param inactive stored tables of this pipeline that it no longer defines; they are left alone
 */
public record UpdatePlan(
        DataflowGraph graph,
        List<TablePlan> tables,
        List<SinkPlan> sinks,
        List<ViewPlan> views,
        List<TableName> inactive) {

    public UpdatePlan {
        tables = List.copyOf(tables);
        sinks = List.copyOf(sinks);
        views = List.copyOf(views);
        inactive = List.copyOf(inactive);
    }

    /** True if a table or a sink begins anew. */
    public boolean resetsAnything() {
        return tables.stream().anyMatch(table -> table.action() instanceof TableAction.Reset)
                || sinks.stream().anyMatch(SinkPlan::reset);
    }

    public Optional<TablePlan> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
