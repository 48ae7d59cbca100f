package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.model.name.TableName;
import java.util.Map;

/**
 * Puts the rows that a full refresh has collected beside a table in the place of the table's, in one commit, together with
 * how far the flows have come. Stateless.
 */
final class TakeOver {

    /** How far the flows have come, and how they were defined. */
    private static final String OWN = "tidewheel.";

    private TakeOver() {}

    /** @param folder below the table's own; does nothing if the table has its rows already */
    static void run(Lake lake, String path, String folder, String updateId, Runnable mayWrite) {
        TableSnapshot now = lake.snapshot(path).orElseThrow();
        TableSnapshot aside = lake.snapshot(path + "/" + folder).orElseThrow();
        if (FlowProgress.generation(now.domains()) >= FlowProgress.generation(aside.domains())) {
            return;
        }
        CommitNote note = CommitNote.of("FULL REFRESH")
                .withParameter("updateId", updateId)
                .withParameter("folder", folder)
                .permittedBy(mayWrite);
        for (Map.Entry<TableName, FlowProgress> before :
                FlowProgress.all(now.domains()).entrySet()) {
            note = note.withDomain(
                    FlowProgress.domain(before.getKey()),
                    before.getValue().reset().toJson());
        }
        for (Map.Entry<String, String> domain : aside.domains().entrySet()) {
            if (domain.getKey().startsWith(OWN)) {
                note = note.withDomain(domain.getKey(), domain.getValue());
            }
        }
        lake.adopt(path, folder, note);
    }
}
