package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.model.definition.FlowKind;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Replaces the rows of the target for which a predicate is true by the query's rows for which it is true; all others are
 * never touched. Semantics: Databricks, {@code REPLACE WHERE} flows.
 */
final class WindowReplacement {

    private final Lake lake;
    private final BatchInputs inputs;
    private final FlowWork work;
    private final FlowKind.ReplaceWhere kind;
    private final FlowReport report;

    WindowReplacement(Lake lake, BatchInputs inputs, FlowWork work, FlowKind.ReplaceWhere kind, FlowReport report) {
        this.lake = lake;
        this.inputs = inputs;
        this.work = work;
        this.kind = kind;
        this.report = report;
    }

    FlowOutcome run() {
        String predicate = kind.predicate().text();
        Optional<TableSnapshot> stored = lake.snapshot(work.path());
        Map<String, String> domains = stored.map(TableSnapshot::domains).orElse(Map.of());
        FlowProgress next = work.progress(domains).advanced(Map.of());
        report.begun();
        BatchInputs.Pinned pinned = inputs.pin();
        Dataset<Row> rows = BatchInputs.rows(
                        work.sessions().session(pinned.bytes(work.flow())),
                        work.flow().output(),
                        pinned)
                .filter(predicate);
        WriteResult written = stored.isEmpty() || work.startsAnew(domains)
                ? lake.replace(work.path(), work.layout(), rows, work.note("REPLACE WHERE", next))
                : lake.replaceWhere(work.path(), predicate, rows, work.note("REPLACE WHERE", next));
        report.committed(
                next.batch(),
                written,
                ExpectationCounts.read(written.observed(), work.flow().watched()),
                Map.of());
        return new FlowOutcome(1, written.rows(), "its window is computed with every update");
    }
}
