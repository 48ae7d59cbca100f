package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.lake.TableLayout;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;
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

    public boolean excluded() {
        return !flows.isEmpty() && flows.stream().allMatch(flow -> flow.decision() == FlowDecision.EXCLUDED);
    }
}
