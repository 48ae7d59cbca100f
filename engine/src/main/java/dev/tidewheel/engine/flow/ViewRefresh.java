package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.plan.ViewProgress;
import dev.tidewheel.engine.quality.ExpectationCounts;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Brings a materialized view up to date: nothing if no input changed, else all its rows replaced in one commit. */
final class ViewRefresh {

    private final Lake lake;
    private final BatchInputs inputs;
    private final Planner planner;
    private final FlowWork work;
    private final FlowReport report;

    ViewRefresh(Lake lake, BatchInputs inputs, Planner planner, FlowWork work, FlowReport report) {
        this.lake = lake;
        this.inputs = inputs;
        this.planner = planner;
        this.work = work;
        this.report = report;
    }

    FlowOutcome run() {
        Optional<TableSnapshot> stored = lake.snapshot(work.path());
        String reason = "the table does not exist yet";
        if (stored.isPresent()) {
            Optional<String> found = work.startsAnew(stored.get().domains())
                    ? Optional.of("full refresh")
                    : planner.refreshReason(work.flow(), stored.get());
            if (found.isEmpty()) {
                return FlowOutcome.noOp("no input and no definition changed");
            }
            reason = found.get();
        }
        report.begun();
        BatchInputs.Pinned pinned = inputs.pin();
        Dataset<Row> rows = BatchInputs.rows(
                work.sessions().session(pinned.bytes(work.flow())), work.flow().output(), pinned);
        CommitNote note = work.note("REFRESH")
                .withDomain(
                        ViewProgress.DOMAIN, new ViewProgress(work.flow().fingerprint(), pinned.versions()).toJson())
                .withDomain(
                        FlowProgress.domain(work.flow().name()),
                        new FlowProgress(work.generation(), 0, Map.of(), false).toJson());
        WriteResult written = lake.replace(work.path(), work.layout(), rows, note);
        report.committed(
                0,
                written,
                ExpectationCounts.read(written.observed(), work.flow().watched()),
                Map.of());
        return new FlowOutcome(1, written.rows(), reason);
    }
}
