package dev.tidewheel.engine.run;

import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.plan.ViewPlan;
import dev.tidewheel.model.definition.StreamingTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Makes the tables ready for their flows, where a flow cannot do it in its first commit. Stateless. */
public final class TableSetup {

    private TableSetup() {}

    /** Publishes views; creates, changes and empties tables as {@code plan} says, one commit a table. */
    public static void run(UpdatePlan plan, Lake lake, StoredViews views, SparkSession session, RunSettings settings) {
        for (ViewPlan view : plan.views()) {
            if (view.view() == null) {
                views.remove(view.file());
            } else {
                views.write(view.file(), view.view());
            }
        }
        for (TablePlan table : plan.tables()) {
            if (table.excluded()) {
                continue;
            }
            if (table.action() instanceof TableAction.Evolve evolve) {
                lake.evolve(table.writePath(), evolve.target(), note("SET TABLE DEFINITION", settings));
            } else if (needsEmptyTable(table)) {
                makeEmpty(table, lake, session, settings);
            }
        }
    }

    private static void makeEmpty(TablePlan table, Lake lake, SparkSession session, RunSettings settings) {
        try {
            lake.replace(
                    table.writePath(),
                    table.writtenLayout(),
                    session.createDataFrame(List.of(), table.layout().schema()),
                    startNote(table, settings));
        } catch (RuntimeException e) {
            throw StorageTrouble.ofWriting("The table " + table.writePath() + " cannot be written", e);
        }
    }

    /** Several flows cannot each replace the table, and a table without flows has nobody else to create it. */
    private static boolean needsEmptyTable(TablePlan table) {
        boolean starts = table.action() instanceof TableAction.Create || table.action() instanceof TableAction.Reset;
        return starts
                && table.definition() instanceof StreamingTable
                && table.flows().size() != 1;
    }

    private static CommitNote startNote(TablePlan table, RunSettings settings) {
        CommitNote note = note("CREATE TABLE", settings);
        for (Map.Entry<String, String> other : table.progressOfOthers().entrySet()) {
            note = note.withDomain(other.getKey(), other.getValue());
        }
        for (FlowPlan flow : table.flows()) {
            if (flow.decision() == FlowDecision.EXCLUDED) {
                continue;
            }
            FlowProgress start = table.stored() == null
                    ? FlowProgress.NONE
                    : FlowProgress.read(table.stored().domains(), flow.flow().name())
                            .reset();
            note = note.withDomain(FlowProgress.domain(flow.flow().name()), start.toJson());
        }
        return note;
    }

    private static CommitNote note(String operation, RunSettings settings) {
        return CommitNote.of(operation)
                .withParameter("updateId", settings.updateId())
                .permittedBy(settings.mayWrite());
    }
}
