package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Optional;

/**
 * What an update does. Immutable.
 *
 * @param tables inputs before readers
 * @param views published views whose files change
 * @param inactive stored tables of this pipeline that it no longer defines; they are left alone
 */
public record UpdatePlan(DataflowGraph graph, List<TablePlan> tables, List<ViewPlan> views, List<TableName> inactive) {

    public UpdatePlan {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        inactive = List.copyOf(inactive);
    }

    public Optional<TablePlan> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
