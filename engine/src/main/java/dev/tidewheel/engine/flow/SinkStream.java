package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.SinkCheckpoint;
import dev.tidewheel.engine.plan.StreamCheckpoint;
import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.engine.sink.DataSourceWriter;
import dev.tidewheel.engine.sink.SinkPlaces;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SinkTarget;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Gives the new rows of a streaming query to a sink. Structured Streaming notes what a batch consists of before it gives
 * it away, and that it is done afterwards, so that a batch that was cut short comes again as it was.
 */
final class SinkStream {

    private final BatchInputs batchInputs;
    private final InputAccess inputs;
    private final SinkPlaces places;
    private final SinkWork work;
    private final FlowReport report;
    private final SinkTarget target;
    private int batches;

    SinkStream(BatchInputs batchInputs, InputAccess inputs, SinkPlaces places, SinkWork work, FlowReport report) {
        this.batchInputs = batchInputs;
        this.inputs = inputs;
        this.places = places;
        this.work = work;
        this.report = report;
        this.target =
                places.open(work.target(), work.flow().name(), work.checkpoint().generation());
    }

    FlowOutcome run() {
        ResolvedFlow flow = work.flow();
        FlowProgress before = inputs.known(flow, work.checkpoint().progress());
        StreamCheckpoint checkpoint = work.stream();
        boolean nothingNew = flow.knowsSources() && nothingNew(flow, before);
        if (nothingNew && checkpoint.isComplete()) {
            return FlowOutcome.noOp("no new data");
        }
        if (nothingNew && flow.shape() == FlowShape.STATEFUL) {
            checkpoint.repeatLastBatch();
        }
        report.begun();
        checkpoint.record(FlowRecord.of(flow, SinkCheckpoint.target(work.target())));
        StreamRun run =
                new StreamRun(work.sessions().session(-1), flow, before.generation(), inputs, checkpoint, report);
        if (!(target instanceof BatchHandler handler) || handler.readsRowsOnce()) {
            // a function may read the rows several times, and they would be counted each time
            run.count();
        }
        String mode = flow.definition().kind() instanceof FlowKind.Update ? "update" : "append";
        run.run(batchInputs.pin(), mode, this::start);
        long rows = run.rowsGiven();
        if (report.stopping()) {
            return FlowOutcome.stopped(batches, rows);
        }
        checkpoint.complete(new FlowProgress(before.generation(), -1, run.positions(before.positions()), false));
        return run.madeBatches()
                ? new FlowOutcome(Math.max(1, batches), rows, "new data")
                : FlowOutcome.noOp("no new data");
    }

    private boolean nothingNew(ResolvedFlow flow, FlowProgress before) {
        try (OpenSources sources =
                OpenSources.open(flow, before.generation(), new FlowSources(inputs, false), before.positions())) {
            return sources.areEmpty();
        }
    }

    private StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException {
        if (target instanceof BatchHandler handler) {
            return writer.foreachBatch(
                            (org.apache.spark.api.java.function.VoidFunction2<Dataset<Row>, Long>) (batch, number) -> {
                                report.begun();
                                handler.handle(batch, number);
                                batches++;
                            })
                    .start();
        }
        return new DataSourceWriter((SinkTarget.DataSource) target, places)
                .start(work.sessions().session(-1), work.flow().schema(), writer);
    }
}
