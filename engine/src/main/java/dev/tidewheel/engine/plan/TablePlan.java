package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with one table and its flows.
 *
 * @param path of the table's folder
 * @param stored null if it does not exist yet
 * @param layout as the definition wants it
 * @param differences between what is stored and the definition; none if the table begins anew
 */
public record TablePlan(
        TableDefinition definition,
        ResolvedDataset dataset,
        String path,
        @Nullable TableSnapshot stored,
        TableLayout layout,
        TableAction action,
        List<FlowPlan> flows,
        Differences differences) {

    public TablePlan {
        flows = List.copyOf(flows);
    }

    public TableName name() {
        return definition.name();
    }

    TablePlan with(Differences others) {
        return new TablePlan(definition, dataset, path, stored, layout, action, flows, others);
    }

    /** The same, of which nothing is done. */
    TablePlan refused() {
        List<FlowPlan> idle = flows.stream()
                .map(flow -> new FlowPlan(
                        flow.flow(), FlowDecision.EXCLUDED, flow.technique(), "refused until its reset is accepted"))
                .toList();
        return new TablePlan(
                definition, dataset, path, stored, layout, new TableAction.NeedsReset(), idle, differences);
    }

    /** Progress, to be stored with a full refresh, of flows that wrote to the table and are no longer defined. */
    public Map<String, String> progressOfOthers() {
        Set<TableName> defined = flows.stream().map(flow -> flow.flow().name()).collect(Collectors.toSet());
        return stored == null ? Map.of() : FlowProgress.resetOthers(stored.domains(), defined);
    }

    public boolean excluded() {
        return !flows.isEmpty() && flows.stream().allMatch(flow -> flow.decision() == FlowDecision.EXCLUDED);
    }
}
