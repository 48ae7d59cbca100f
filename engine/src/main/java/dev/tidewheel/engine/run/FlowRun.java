package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;

/** A run of the flows of one plan. Used once. */
public interface FlowRun {

    /** Runs everything; returns when no flow runs any more. */
    void run();

    /** Last status of every flow. */
    Map<TableName, FlowStatus> statuses();

    /** Why flows have failed for good. */
    List<Problem> problems();

    /**
     * Columns that flows have met which the schemas of their sources did not know. If there are any, the update goes on with
     * a graph that knows them.
     */
    List<AddedColumns> addedColumns();
}
