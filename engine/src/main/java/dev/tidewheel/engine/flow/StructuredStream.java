package dev.tidewheel.engine.flow;

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
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.StreamingExecutionRelation;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import scala.Option;

/**
 * Runs a stateful streaming query on Structured Streaming, which keeps its state and watermark; each micro-batch goes
 * into the target through the same commits as all other rows, at most once by its number.
 */
final class StructuredStream {

    private static final long LOOK_FOR_STOP_MILLIS = 200;

    private final Lake lake;
    private final BatchInputs batchInputs;
    private final InputAccess inputs;
    private final StreamCheckpoint checkpoint;
    private final FlowWork work;
    private final FlowReport report;
    private final SparkSession session;
    private final List<SourceAdapter> adapters = new ArrayList<>();
    private int batches;
    private long rows;
    private long reportedBatch = -1;

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
        LogicalPlan plan = PlanBinding.bindStreaming(session, work.flow().query(), this::stream, batchInputs.pin());
        try {
            StreamingQuery query = Dataset$.MODULE$
                    .ofRows(session, plan)
                    .writeStream()
                    .outputMode("append")
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoint.sparkFolder())
                    .foreachBatch(
                            (org.apache.spark.api.java.function.VoidFunction2<Dataset<Row>, Long>) this::microBatch)
                    .start();
            await(query);
            if (!report.stopping()) {
                checkpoint.complete();
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("the query could not be started in time", e);
        }
        if (report.stopping()) {
            return FlowOutcome.stopped(batches, rows);
        }
        return batches == 0 ? FlowOutcome.noOp("no new data") : new FlowOutcome(batches, rows, "new data");
    }

    private void await(StreamingQuery query) throws TimeoutException {
        try {
            while (!query.awaitTermination(LOOK_FOR_STOP_MILLIS)) {
                if (report.stopping()) {
                    query.stop();
                }
                reportProgress(query);
            }
        } catch (StreamingQueryException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            if (query.isActive()) {
                query.stop();
            }
            reportProgress(query);
        }
    }

    /** Spark keeps the progress of the last batches; each is told once. */
    private void reportProgress(StreamingQuery query) {
        for (StreamingQueryProgress progress : query.recentProgress()) {
            if (progress.batchId() > reportedBatch && progress.numInputRows() > 0) {
                reportedBatch = progress.batchId();
                Map<TableName, List<Expectation>> views =
                        new LinkedHashMap<>(work.flow().watched());
                views.remove(work.flow().target());
                report.streamed(
                        progress.batchId(), progress.json(), ExpectationCounts.read(progress.observedMetrics(), views));
            }
        }
    }

    private LogicalPlan stream(PlanBinding.StreamingLeaf leaf) {
        SourceAdapter adapter = new SourceAdapter(
                session,
                inputs.stream(leaf.input(), work.flow().target(), work.name(), work.generation()),
                leaf.input().key(),
                leaf.output());
        adapters.add(adapter);
        List<Attribute> output = new ArrayList<>(leaf.output());
        return new StreamingExecutionRelation(
                adapter,
                PlanRewrite.toScala(output),
                Option.empty(),
                org.apache.spark.sql.catalyst.streaming.Unassigned$.MODULE$,
                session);
    }

    private void microBatch(Dataset<Row> batch, Long number) {
        ResolvedFlow flow = work.flow();
        LogicalPlan rowsOfBatch = ((org.apache.spark.sql.classic.Dataset<Row>) batch).logicalPlan();
        Dataset<Row> data = BatchInputs.rows(
                (SparkSession) batch.sparkSession(),
                flow.output(),
                input -> input instanceof LeafInput.MicroBatch ? rowsOfBatch : PlanBinding.nothing());
        FlowProgress before = progress();
        Map<String, String> positions = new LinkedHashMap<>(before.positions());
        for (SourceAdapter adapter : adapters) {
            String end = adapter.lastEnd();
            if (end != null) {
                positions.put(adapter.key(), end);
            }
        }
        FlowProgress next = new FlowProgress(work.generation(), number, positions, false);
        report.begun();
        WriteResult written = lake.append(work.path(), data, work.note("STREAMING UPDATE", next));
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
        CommitNote note = work.note("CREATE TABLE").withDomain(FlowProgress.domain(work.name()), start.toJson());
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
        return work.flow().inputs().stream().noneMatch(LeafInput::streaming);
    }

    private boolean nothingNew(Map<String, String> positions) {
        AppendLoop.OpenSources open = AppendLoop.OpenSources.open(work, inputs, positions);
        return open.backlog().values().stream().allMatch(Backlog::isEmpty);
    }
}
