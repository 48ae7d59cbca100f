package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.quality.ExpectationCounts;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Appends the rows of a batch query one time in each generation of the table. */
final class OnceLoad {

    private final Lake lake;
    private final BatchInputs inputs;
    private final FlowWork work;
    private final FlowReport report;

    OnceLoad(Lake lake, BatchInputs inputs, FlowWork work, FlowReport report) {
        this.lake = lake;
        this.inputs = inputs;
        this.work = work;
        this.report = report;
    }

    FlowOutcome run() {
        Optional<TableSnapshot> stored = lake.snapshot(work.path());
        Map<String, String> domains = stored.map(TableSnapshot::domains).orElse(Map.of());
        FlowProgress progress = work.progress(domains);
        if (progress.done()) {
            return FlowOutcome.noOp("loaded before");
        }
        report.begun();
        BatchInputs.Pinned pinned = inputs.pin();
        Dataset<Row> rows = BatchInputs.rows(
                work.sessions().session(pinned.bytes(work.flow())), work.flow().output(), pinned);
        FlowProgress next = progress.finished();
        WriteResult written = stored.isEmpty() || work.startsAnew(domains)
                ? lake.replace(work.path(), work.layout(), rows, work.note("WRITE", next))
                : lake.append(work.path(), rows, work.note("WRITE", next));
        report.committed(
                next.batch(),
                written,
                ExpectationCounts.read(written.observed(), work.flow().watched()),
                Map.of());
        return new FlowOutcome(1, written.rows(), "not loaded yet");
    }
}
