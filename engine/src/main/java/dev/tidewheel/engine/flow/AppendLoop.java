package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.PlanBinding;
import dev.tidewheel.engine.lake.CommitNote;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs a stateless streaming query as a loop of batches. Where each source ended is stored in the commit that holds the
 * batch's rows, so there is no moment at which one is known without the other.
 */
final class AppendLoop {

    private final Lake lake;
    private final BatchInputs batchInputs;
    private final FlowSources from;
    private final FlowWork work;
    private final FlowReport report;

    AppendLoop(Lake lake, BatchInputs batchInputs, FlowSources from, FlowWork work, FlowReport report) {
        this.lake = lake;
        this.batchInputs = batchInputs;
        this.from = from;
        this.work = work;
        this.report = report;
    }

    FlowOutcome run() {
        Optional<TableSnapshot> stored = lake.snapshot(work.path());
        Map<String, String> domains = stored.map(TableSnapshot::domains).orElse(Map.of());
        boolean replaces = stored.isEmpty() || work.startsAnew(domains);
        FlowProgress progress = from.inputs().known(work.flow(), work.progress(domains));
        try (OpenSources sources = OpenSources.open(work.flow(), work.generation(), from, progress.positions())) {
            FlowOutcome outcome = run(progress, replaces, sources);
            sources.sound();
            return outcome;
        }
    }

    private FlowOutcome run(FlowProgress begun, boolean creates, OpenSources sources) {
        FlowProgress progress = begun;
        boolean replaces = creates;
        // They may have come to an end that the source was not told of.
        sources.committed(progress.positions());
        int batches = 0;
        long rows = 0;
        while (true) {
            if (report.stopping()) {
                return FlowOutcome.stopped(batches, rows);
            }
            Map<String, String> ends = sources.advance(progress.positions());
            if (ends.isEmpty()) {
                break;
            }
            report.begun();
            FlowProgress next = progress.advanced(ends);
            WriteResult written = write(data(sources, progress, ends), next, replaces);
            if (written.skipped()) {
                // The batch of this number is another one's; what it has read may differ from what we would have.
                progress = progressPast(progress);
                replaces = false;
                continue;
            }
            sources.committed(ends);
            report.committed(
                    next.batch(),
                    written,
                    ExpectationCounts.read(written.observed(), work.flow().watched()),
                    sources.backlog());
            replaces = false;
            progress = next;
            batches++;
            rows += written.rows();
        }
        if (replaces) {
            // Nothing came, but the table has to be there, and empty.
            lake.replace(
                    work.path(),
                    work.layout(),
                    work.sessions()
                            .session(0)
                            .createDataFrame(java.util.List.of(), work.layout().schema()),
                    note(progress));
            batches++;
        }
        return batches == 0 ? FlowOutcome.noOp("no new data") : new FlowOutcome(batches, rows, "new data");
    }

    private FlowProgress progressPast(FlowProgress known) {
        FlowProgress stored = work.progress(
                lake.snapshot(work.path()).map(TableSnapshot::domains).orElse(Map.of()));
        if (stored.batch() <= known.batch()) {
            throw new PipelineException(
                    Problem.of(ErrorCode.CONCURRENT_COMMIT, "Another update has written for the flow " + work.name())
                            .because("The table has a batch that the flow's progress does not know of")
                            .remedy("Run again; if it stays, run a full refresh of "
                                    + work.flow().target())
                            .in(work.flow().target().toString()));
        }
        return stored;
    }

    private Dataset<Row> data(OpenSources sources, FlowProgress from, Map<String, String> ends) {
        BatchInputs.Pinned pinned = batchInputs.pin();
        long bytes = BatchInputs.sum(sources.bytes(), pinned.bytes(work.flow()));
        return BatchInputs.rows(work.sessions().session(bytes), work.flow().output(), input -> {
            if (!input.streaming()) {
                return pinned.apply(input);
            }
            String end = ends.get(input.key());
            StreamSource source = sources.source(input);
            return end == null || source == null
                    ? PlanBinding.nothing()
                    : source.rows(from.positions().get(input.key()), end);
        });
    }

    private WriteResult write(Dataset<Row> data, FlowProgress next, boolean replaces) {
        return replaces
                ? lake.replace(work.path(), work.layout(), data, note(next))
                : lake.append(work.path(), data, note(next));
    }

    private CommitNote note(FlowProgress next) {
        return next.batch() < 0
                ? work.note("CREATE TABLE").withDomain(FlowProgress.domain(work.name()), next.toJson())
                : work.note("STREAMING UPDATE", next);
    }
}
