package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;

/**
 * How an update ended.
 *
 * @param state a terminal one
 * @param flows last status of each flow
 * @param problems why it failed; empty otherwise
 */
public record UpdateResult(
        String updateId, UpdateState state, Map<TableName, FlowStatus> flows, List<Problem> problems) {

    public UpdateResult {
        flows = Map.copyOf(flows);
        problems = List.copyOf(problems);
    }

    public boolean completed() {
        return state == UpdateState.COMPLETED;
    }
}
