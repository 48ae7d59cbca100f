package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.StreamCheckpoint;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.StreamingExecutionRelation;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import scala.Option;

/** One run of a query on Structured Streaming, over everything that is there when it starts. Used once. */
final class StreamRun {

    private static final long LOOK_FOR_STOP_MILLIS = 200;
    private static final String COUNT = "tidewheel rows given";

    private final SparkSession session;
    private final ResolvedFlow flow;
    private final int generation;
    private final InputAccess inputs;
    private final StreamCheckpoint checkpoint;
    private final FlowReport report;
    private final List<SourceAdapter> adapters = new ArrayList<>();
    private long reportedBatch = -1;
    private long rowsGiven;
    private boolean counted;

    StreamRun(
            SparkSession session,
            ResolvedFlow flow,
            int generation,
            InputAccess inputs,
            StreamCheckpoint checkpoint,
            FlowReport report) {
        this.session = session;
        this.flow = flow;
        this.generation = generation;
        this.inputs = inputs;
        this.checkpoint = checkpoint;
        this.report = report;
    }

    /** Says where the rows go, and starts. */
    interface Target {
        StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException;
    }

    /** From now on counts the rows that come out, for targets that do not say how many they were given. */
    void count() {
        counted = true;
    }

    /**
     * Runs the query until nothing is left or the update is to stop.
     *
     * @throws IllegalStateException with Spark's reason, if it fails
     */
    void run(BatchInputs.Pinned batches, String outputMode, Target target) {
        LogicalPlan plan = PlanBinding.bindStreaming(session, flow.query(), this::stream, batches);
        try {
            Dataset<Row> rows = Dataset$.MODULE$.ofRows(session, plan);
            await(target.start((counted
                            ? rows.observe(
                                    COUNT, functions.count(functions.lit(1)).as("rows"))
                            : rows)
                    .writeStream()
                    .outputMode(outputMode)
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", checkpoint.sparkFolder())));
        } catch (TimeoutException e) {
            throw new IllegalStateException("the query could not be started in time", e);
        }
    }

    /** {@code before}, with where each source has ended that was read. */
    Map<String, String> positions(Map<String, String> before) {
        Map<String, String> positions = new LinkedHashMap<>(before);
        for (SourceAdapter adapter : adapters) {
            String end = adapter.lastEnd();
            if (end != null) {
                positions.put(adapter.key(), end);
            }
        }
        return positions;
    }

    /** Rows that came out; 0 if they were not counted. */
    long rowsGiven() {
        return rowsGiven;
    }

    /** True if Spark made a batch. */
    boolean madeBatches() {
        return reportedBatch >= 0;
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
                Row given = progress.observedMetrics().get(COUNT);
                if (given != null) {
                    rowsGiven += given.getLong(0);
                    report.given(progress.batchId(), given.getLong(0));
                }
                Map<TableName, List<Expectation>> views = new LinkedHashMap<>(flow.watched());
                views.remove(flow.target());
                report.streamed(
                        progress.batchId(), progress.json(), ExpectationCounts.read(progress.observedMetrics(), views));
            }
        }
    }

    private LogicalPlan stream(PlanBinding.StreamingLeaf leaf) {
        LeafInput input = leaf.input();
        SourceAdapter adapter = new SourceAdapter(
                session, inputs.stream(input, flow.target(), flow.name(), generation), input.key(), leaf.output());
        adapters.add(adapter);
        List<Attribute> output = new ArrayList<>(leaf.output());
        return new StreamingExecutionRelation(
                adapter,
                PlanRewrite.toScala(output),
                Option.empty(),
                org.apache.spark.sql.catalyst.streaming.Unassigned$.MODULE$,
                session);
    }
}
