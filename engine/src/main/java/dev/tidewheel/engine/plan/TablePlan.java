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
 */
public record TablePlan(
        TableDefinition definition,
        ResolvedDataset dataset,
        String path,
        @Nullable TableSnapshot stored,
        TableLayout layout,
        TableAction action,
        List<FlowPlan> flows) {

    public TablePlan {
        flows = List.copyOf(flows);
    }

    public TableName name() {
        return definition.name();
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
