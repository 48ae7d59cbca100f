package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.SinkCheckpoint;
import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.engine.sink.DataSourceWriter;
import dev.tidewheel.engine.sink.SinkPlaces;
import dev.tidewheel.model.definition.SinkTarget;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives the rows of a batch query to a sink, one time; again if that was cut short, and after a full refresh. */
final class SinkLoad {

    private final BatchInputs batchInputs;
    private final SinkPlaces places;
    private final SinkWork work;
    private final FlowReport report;

    SinkLoad(BatchInputs batchInputs, SinkPlaces places, SinkWork work, FlowReport report) {
        this.batchInputs = batchInputs;
        this.places = places;
        this.work = work;
        this.report = report;
    }

    FlowOutcome run() throws InterruptedException {
        FlowProgress progress = work.checkpoint().progress();
        if (progress.done()) {
            return FlowOutcome.noOp("loaded before");
        }
        report.begun();
        work.stream().record(FlowRecord.of(work.flow(), SinkCheckpoint.target(work.target())));
        ResolvedFlow flow = work.flow();
        BatchInputs.Pinned pinned = batchInputs.pin();
        Dataset<Row> rows = BatchInputs.rows(work.sessions().session(pinned.bytes(flow)), flow.output(), pinned);
        SinkTarget target =
                places.open(work.target(), flow.name(), work.checkpoint().generation());
        if (target instanceof BatchHandler handler) {
            handler.handle(rows, 0);
        } else {
            new DataSourceWriter((SinkTarget.DataSource) target, places)
                    .save(work.sessions().session(-1), rows);
        }
        work.stream().complete(progress.finished());
        return new FlowOutcome(1, 0, "not loaded yet");
    }
}
