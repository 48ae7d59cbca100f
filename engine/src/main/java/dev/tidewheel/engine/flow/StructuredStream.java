package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.StreamCheckpoint;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Runs a stateful streaming query on Structured Streaming, which keeps its state and watermark; each micro-batch goes
 * into the target through the same commits as all other rows, at most once by its number.
 */
final class StructuredStream {

    private final Lake lake;
    private final BatchInputs batchInputs;
    private final InputAccess inputs;
    private final StreamCheckpoint checkpoint;
    private final FlowWork work;
    private final FlowReport report;
    private final SparkSession session;
    private final StreamRun run;
    private final String definition;
    private int batches;
    private long rows;

    StructuredStream(
            Lake lake,
            BatchInputs batchInputs,
            InputAccess inputs,
            StreamCheckpoints checkpoints,
            FlowWork work,
            FlowReport report) {
        this.lake = lake;
        this.batchInputs = batchInputs;
        this.inputs = inputs;
        this.work = work;
        this.checkpoint = checkpoints.of(work.flow().target(), work.name(), work.generation());
        this.report = report;
        this.session = work.sessions().session(-1);
        this.run = new StreamRun(session, work.flow(), work.generation(), inputs, checkpoint, report);
        this.definition = FlowRecord.of(work.flow()).toJson();
    }

    FlowOutcome run() {
        ensureTable();
        FlowProgress before = progress();
        checkpoint.leaveDroppedTable(before.batch());
        if (before.batch() >= 0 && !checkpoint.hasBegun()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.INCOMPATIBLE_CHANGE,
                            "The query of " + work.name() + " keeps state now, and has none of the rows before")
                    .because("It has written " + work.flow().target() + " without state so far, or its checkpoint "
                            + checkpoint.sparkFolder() + " was removed")
                    .remedy("Undo the change, or run with --full-refresh "
                            + work.flow().target().name())
                    .in(work.flow().target().toString()));
        }
        Map<String, String> positions = before.positions();
        if (!foreignSource() && nothingNew(positions)) {
            if (checkpoint.isComplete()) {
                return FlowOutcome.noOp("no new data");
            }
            checkpoint.repeatLastBatch();
        }
        report.begun();
        run.run(
                batchInputs.pin(),
                "append",
                writer -> writer.foreachBatch(
                                (org.apache.spark.api.java.function.VoidFunction2<Dataset<Row>, Long>) this::microBatch)
                        .start());
        if (!report.stopping()) {
            checkpoint.complete();
        }
        if (report.stopping()) {
            return FlowOutcome.stopped(batches, rows);
        }
        return batches == 0 ? FlowOutcome.noOp("no new data") : new FlowOutcome(batches, rows, "new data");
    }

    private void microBatch(Dataset<Row> batch, Long number) {
        ResolvedFlow flow = work.flow();
        LogicalPlan rowsOfBatch = ((org.apache.spark.sql.classic.Dataset<Row>) batch).logicalPlan();
        Dataset<Row> data = BatchInputs.rows(
                (SparkSession) batch.sparkSession(),
                flow.output(),
                input -> input instanceof LeafInput.MicroBatch ? rowsOfBatch : PlanBinding.nothing());
        FlowProgress before = progress();
        FlowProgress next = new FlowProgress(work.generation(), number, run.positions(before.positions()), false);
        report.begun();
        CommitNote note = work.note("STREAMING UPDATE", next).withDomain(FlowRecord.domain(work.name()), definition);
        // a full refresh takes rows over without the numbers by which Delta would know them
        WriteResult written = before.batch() >= number ? WriteResult.skipped(-1) : lake.append(work.path(), data, note);
        if (written.skipped()) {
            // Its rows are there, but Spark has to see them again, or it would lose the watermark that they set.
            ((org.apache.spark.sql.classic.Dataset<Row>) batch)
                    .queryExecution()
                    .toRdd()
                    .count();
        } else {
            batches++;
            rows += written.rows();
            report.committed(number, written, ExpectationCounts.read(written.observed(), flow.watched()), Map.of());
        }
    }

    private void ensureTable() {
        Optional<TableSnapshot> stored = lake.snapshot(work.path());
        if (stored.isPresent() && !work.startsAnew(stored.get().domains())) {
            return;
        }
        FlowProgress start = new FlowProgress(work.generation(), -1, Map.of(), false);
        CommitNote note = work.note("CREATE TABLE")
                .withDomain(FlowProgress.domain(work.name()), start.toJson())
                .withDomain(FlowRecord.domain(work.name()), definition);
        lake.replace(
                work.path(),
                work.layout(),
                session.createDataFrame(List.of(), work.layout().schema()),
                note);
    }

    private FlowProgress progress() {
        return inputs.known(
                work.flow(),
                work.progress(
                        lake.snapshot(work.path()).map(TableSnapshot::domains).orElse(Map.of())));
    }

    private boolean foreignSource() {
        return work.flow().readsForeignStream() || work.flow().inputs().stream().noneMatch(LeafInput::streaming);
    }

    private boolean nothingNew(Map<String, String> positions) {
        try (OpenSources sources =
                OpenSources.open(work.flow(), work.generation(), new FlowSources(inputs, false), positions)) {
            return sources.areEmpty();
        }
    }
}
