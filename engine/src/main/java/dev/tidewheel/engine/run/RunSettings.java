package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SqlFragment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What governs one run.
 *
 * @param configuration of the pipeline
 * @param tables definitions of the targets, for their settings
 * @param viewSql the SQL of all views, for the place of an error in one
 * @param concurrentFlows how many flows may run at once
 * @param stopping true once the update is to stop
 * @param onFlowThread called on each thread before it runs a flow
 * @param cancelJobs ends what Spark does for the update at the moment
 * @param mayWrite called before each write; throws if this process must not write any more
 * @param upkeep of what is kept beside the tables; called from time to time in an update that goes on
 */
public record RunSettings(
        String updateId,
        Map<String, String> configuration,
        Map<TableName, TableDefinition> tables,
        List<SqlFragment> viewSql,
        int concurrentFlows,
        BooleanSupplier stopping,
        Runnable onFlowThread,
        Runnable cancelJobs,
        Runnable mayWrite,
        Runnable upkeep) {

    public RunSettings {
        configuration = Map.copyOf(configuration);
        tables = Map.copyOf(tables);
        viewSql = List.copyOf(viewSql);
    }

    /** Settings of the flow's own: those of its target, then its own. */
    Map<String, String> configurationOf(ResolvedFlow flow) {
        Map<String, String> all = new HashMap<>();
        TableDefinition table = tables.get(flow.target());
        if (table != null) {
            all.putAll(table.configuration());
        }
        all.putAll(flow.definition().configuration());
        return all;
    }

    /** The pipeline's settings under the flow's own. */
    Map<String, String> configuration(ResolvedFlow flow) {
        Map<String, String> all = new HashMap<>(configuration);
        all.putAll(configurationOf(flow));
        return all;
    }

    List<SqlFragment> sqlOf(ResolvedFlow flow) {
        List<SqlFragment> all = new java.util.ArrayList<>(Failures.sqlOf(flow));
        all.addAll(viewSql);
        return all;
    }
}
