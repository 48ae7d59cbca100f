package dev.tidewheel.engine;

import dev.tidewheel.engine.run.Failure;
import dev.tidewheel.engine.run.RetryPolicy;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.UpdateState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs an update, and begins it again as another one if it failed for reasons that may all pass, as DLT does in production.
 * The flows of a failed update have had their own retries before. Used once, by one thread.
 */
final class UpdateRetries {

    private static final long LOOK_FOR_STOP_MILLIS = 100;

    /** A continuous update that has lived for so long has got over what went wrong before. */
    private static final long LONG_LIFE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final PipelineEngine engine;
    private final UpdateRequest first;

    UpdateRetries(PipelineEngine engine, UpdateRequest first) {
        this.engine = engine;
        this.first = first;
    }

    /** Runs until the update, or one that follows it, does not fail, or fails for good; returns how the last one ended. */
    UpdateResult run() {
        UpdateRequest request = first;
        int attempt = 0;
        boolean begun = false;
        boolean partlyDone = false;
        while (true) {
            long start = System.nanoTime();
            EngineUpdate update = new EngineUpdate(engine, request, partlyDone);
            UpdateResult result = begun ? again(update, request) : update.run();
            begun = true;
            if (result.state() != UpdateState.FAILED || !first.retried() || !mayPass(result.problems())) {
                return result;
            }
            if (first.continuous() && System.nanoTime() - start > LONG_LIFE_NANOS) {
                attempt = 0;
            }
            RetryPolicy policy = policy();
            if (attempt >= policy.retries()) {
                return result;
            }
            attempt++;
            Duration pause = policy.pause(attempt);
            engine.notice("The update failed for a reason that may pass; it is begun again in "
                    + Math.max(1, pause.toSeconds()) + " s (retry " + attempt
                    + (policy.retries() == Integer.MAX_VALUE ? ")" : " of " + policy.retries() + ")"));
            if (!waited(pause)) {
                return result;
            }
            request = request.again(update.rest());
            partlyDone = update.isRestUnknown();
        }
    }

    /** A flow that fails for good stays down; it is no reason for others to stay down as well. */
    private boolean mayPass(List<Problem> problems) {
        return first.continuous()
                ? problems.stream().anyMatch(problem -> Failure.mayPass(List.of(problem)))
                : Failure.mayPass(problems);
    }

    /** What keeps an update that is begun again from beginning may pass as well. */
    private static UpdateResult again(EngineUpdate update, UpdateRequest request) {
        try {
            return update.run();
        } catch (PipelineException e) {
            if (!Failure.mayPass(e.problems())) {
                throw e;
            }
            return new UpdateResult(request.updateId(), UpdateState.FAILED, Map.of(), e.problems());
        }
    }

    private RetryPolicy policy() {
        Map<String, String> configuration = new HashMap<>(engine.settings().configuration());
        if (engine.settings().development()) {
            configuration.putIfAbsent(RetryPolicy.UPDATE_KEY, "0");
        }
        return RetryPolicy.ofUpdate(configuration, first.continuous());
    }

    /** False if the update is to stop. */
    private boolean waited(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (first.stopping().getAsBoolean()) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_FOR_STOP_MILLIS);
            }
            return !first.stopping().getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
