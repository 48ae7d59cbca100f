package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.plan.InputAccess;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.sink.SinkPlaces;
import dev.tidewheel.engine.spark.SessionScope;
import dev.tidewheel.model.definition.FlowKind;
import java.util.Optional;

/**
 * Runs flows of all kinds. Thread-safe; several flows may run at once. Is closed only if it {@linkplain #keepingSources
 * keeps sources}.
 */
public final class FlowExecutor implements AutoCloseable {

    private final Lake lake;
    private final BatchInputs batches;
    private final InputAccess inputs;
    private final StreamCheckpoints checkpoints;
    private final Planner planner;
    private final SinkPlaces places;
    private final FlowSources sources;
    private final Optional<TableUpkeep> upkeep;

    public FlowExecutor(
            Lake lake, InputAccess inputs, StreamCheckpoints checkpoints, Planner planner, SinkPlaces places) {
        this(lake, inputs, checkpoints, planner, places, false);
    }

    private FlowExecutor(
            Lake lake,
            InputAccess inputs,
            StreamCheckpoints checkpoints,
            Planner planner,
            SinkPlaces places,
            boolean keepsSources) {
        this.lake = lake;
        this.inputs = inputs;
        this.batches = new BatchInputs(lake, inputs);
        this.checkpoints = checkpoints;
        this.planner = planner;
        this.places = places;
        this.sources = new FlowSources(inputs, keepsSources);
        this.upkeep = keepsSources ? Optional.of(new TableUpkeep(lake)) : Optional.empty();
    }

    /**
     * One for flows that are run again and again: it leaves the sources of stateless flows open until it is closed, and joins
     * small files of their tables.
     */
    public FlowExecutor keepingSources() {
        return new FlowExecutor(lake, inputs, checkpoints, planner, places, true);
    }

    @Override
    public void close() {
        sources.close();
    }

    /**
     * Runs {@code work} to its end: everything that was there when it started is in the target when this returns.
     *
     * @throws RuntimeException whatever went wrong; the target is then as it was, or some whole batches further
     */
    public FlowOutcome run(FlowWork work, FlowReport report) {
        // Settings are those of the session that is active in the thread.
        return SessionScope.in(work.sessions().session(-1), () -> execute(work, report));
    }

    /**
     * Puts the rows that a full refresh has collected in a folder below a table's own in the place of the table's.
     *
     * @param mayWrite asked before the commit; throws if this process must not write any more
     */
    public void takeOver(String path, String folder, String updateId, Runnable mayWrite) {
        TakeOver.run(lake, path, folder, updateId, mayWrite);
    }

    /**
     * Like {@link #run(FlowWork, FlowReport)}, into a sink: it has been given everything when this returns.
     *
     * @throws RuntimeException whatever went wrong; the sink may have been given a part of a batch
     */
    public FlowOutcome run(SinkWork work, FlowReport report) {
        return SessionScope.in(work.sessions().session(-1), () -> execute(work, report));
    }

    private FlowOutcome execute(SinkWork work, FlowReport report) {
        if (!(work.flow().definition().kind() instanceof FlowKind.Once)) {
            return new SinkStream(batches, inputs, places, work, report).run();
        }
        try {
            return new SinkLoad(batches, places, work, report).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FlowOutcome.stopped(0, 0);
        }
    }

    private FlowOutcome execute(FlowWork work, FlowReport report) {
        FlowKind kind = work.flow().definition().kind();
        if (kind instanceof FlowKind.Refresh) {
            return new ViewRefresh(lake, batches, planner, work, report).run();
        }
        if (kind instanceof FlowKind.Once) {
            return new OnceLoad(lake, batches, work, report).run();
        }
        if (kind instanceof FlowKind.ReplaceWhere replace) {
            return new WindowReplacement(lake, batches, work, replace, report).run();
        }
        if (kind instanceof FlowKind.Append) {
            FlowOutcome outcome = work.flow().shape() == FlowShape.STATELESS
                    ? new AppendLoop(lake, batches, sources, work, report).run()
                    : new StructuredStream(lake, batches, inputs, checkpoints, work, report).run();
            upkeep.ifPresent(keeper -> keeper.ran(work, outcome.batches()));
            return outcome;
        }
        throw new IllegalStateException("flows of this kind are refused before they run: " + kind);
    }
}
