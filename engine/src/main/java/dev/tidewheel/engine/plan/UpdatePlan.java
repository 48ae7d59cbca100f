package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an update does. Immutable.
 *
 * @param tables inputs before readers
 * @param sinks with their flows
 * @param views published views whose files change
 * @param inactive stored tables of this pipeline that it no longer defines; they are left alone
 * @param refusals why it must not be executed: what needs a reset that nobody has accepted, with the ways out
 */
public record UpdatePlan(
        DataflowGraph graph,
        List<TablePlan> tables,
        List<SinkPlan> sinks,
        List<ViewPlan> views,
        List<TableName> inactive,
        List<Problem> refusals) {

    public UpdatePlan {
        tables = List.copyOf(tables);
        sinks = List.copyOf(sinks);
        views = List.copyOf(views);
        inactive = List.copyOf(inactive);
        refusals = List.copyOf(refusals);
    }

    /** True if a table or a sink begins anew. */
    public boolean resetsAnything() {
        return tables.stream().anyMatch(table -> table.action() instanceof TableAction.Reset)
                || sinks.stream().anyMatch(SinkPlan::reset);
    }

    /** Tables and sinks that have to begin anew before anything is done, which somebody has to accept. */
    public Set<TableName> needingReset() {
        return needingReset(tables, sinks);
    }

    static Set<TableName> needingReset(List<TablePlan> tables, List<SinkPlan> sinks) {
        Set<TableName> names = new LinkedHashSet<>();
        tables.stream().filter(table -> table.differences().needReset()).forEach(table -> names.add(table.name()));
        sinks.stream().filter(sink -> sink.differences().needReset()).forEach(sink -> names.add(sink.name()));
        return names;
    }

    /** Those of {@link #needingReset} that a property of their own keeps from it, whoever accepts it. */
    public Set<TableName> keptFromReset() {
        return keptFromReset(tables);
    }

    static Set<TableName> keptFromReset(List<TablePlan> tables) {
        Set<TableName> names = new LinkedHashSet<>();
        tables.stream()
                .filter(table -> table.differences().needReset() && !Selection.mayReset(table.definition()))
                .forEach(table -> names.add(table.name()));
        return names;
    }

    public Optional<TablePlan> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
