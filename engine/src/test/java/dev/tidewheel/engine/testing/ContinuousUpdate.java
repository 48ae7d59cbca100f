package dev.tidewheel.engine.testing;

import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;

/** An update on a thread of its own that goes on until it is stopped. Used by one thread. */
public final class ContinuousUpdate {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PipelineFixture pipeline;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<PipelineEvent> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<UpdateResult> result;

    private ContinuousUpdate(PipelineFixture pipeline, UpdateRequest request) {
        this.pipeline = pipeline;
        PipelineEngine engine = pipeline.engine();
        UpdateRequest whole =
                request.watchedBy(events::add).stoppedBy(stopping::get).continuously(true);
        this.result = CompletableFuture.supplyAsync(
                () -> {
                    SparkSession.setActiveSession(pipeline.session());
                    return engine.run(whole);
                },
                task -> new Thread(task, "continuous").start());
    }

    public static ContinuousUpdate start(PipelineFixture pipeline, UpdateRequest request) {
        return new ContinuousUpdate(pipeline, request);
    }

    /** Asks it to end, without waiting for it. */
    public void askToStop() {
        stopping.set(true);
    }

    /** Stops it; it has to end soon. */
    public UpdateResult stop() {
        askToStop();
        return ended();
    }

    /** How it ended, which it has to do soon, by itself or because it was asked to. */
    public UpdateResult ended() {
        return result.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits until there are so many rows in a table. */
    public void awaitRows(String table, int rows) {
        await().atMost(PATIENCE)
                .until(() -> goesOn()
                        && pipeline.status(table).version() != null
                        && pipeline.rows("SELECT count(*) FROM " + table).equals(List.of(String.valueOf(rows))));
    }

    /** Waits until a flow has had a status. */
    public void awaitStatus(String flow, FlowStatus status) {
        await().atMost(PATIENCE).until(() -> statuses(flow).contains(status) || !goesOn());
    }

    private boolean goesOn() {
        if (result.isDone()) {
            throw new AssertionError("it has ended: " + result.join());
        }
        return true;
    }

    public List<PipelineEvent> events() {
        return List.copyOf(events);
    }

    /** Why it was begun, and why again. */
    public List<UpdateCause> causes() {
        return Update.causes(events());
    }

    /** What a flow went through so far. */
    public List<FlowStatus> statuses(String flow) {
        return events.stream()
                .filter(event -> ("main.default." + flow).equals(event.origin().flowName()))
                .map(PipelineEvent::details)
                .filter(EventDetails.FlowProgress.class::isInstance)
                .map(details -> ((EventDetails.FlowProgress) details).status())
                .toList();
    }
}
