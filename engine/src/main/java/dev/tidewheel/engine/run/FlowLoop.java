package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.event.FlowStatus;
import java.util.concurrent.TimeUnit;

/**
 * One flow of a continuous update: when it is to look for news again. Times are those of {@link System#nanoTime}. Used by
 * one thread.
 */
final class FlowLoop {

    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(5);

    /**
     * A flow pauses for at least as long as it has worked, so that much that comes little by little is taken in fewer batches.
     * A view that has a lot to read pauses for twice as long.
     */
    private static final long LONG_WORK_OF_VIEW = TimeUnit.SECONDS.toNanos(1);

    private final FlowTask task;
    private final RetryPolicy retries;
    private final TriggerInterval interval;
    private final boolean polls;
    private final boolean once;
    private final boolean view;

    private FlowStatus status = FlowStatus.QUEUED;
    private boolean running;
    private boolean ran;
    private boolean over;
    private boolean woken = true;
    private long begun;
    private long notBefore;
    private long wait = SHORTEST_WAIT;
    private long pollAt = Long.MAX_VALUE;
    private long lastNews;
    private int failures;

    FlowLoop(FlowTask task, RunSettings settings, long now) {
        ResolvedFlow flow = task.flow();
        this.task = task;
        this.retries = RetryPolicy.of(settings.configuration(flow));
        this.interval = TriggerInterval.of(flow, settings.configuration(flow));
        this.once = flow.definition().kind() instanceof FlowKind.Once;
        this.view = flow.definition().kind() instanceof FlowKind.Refresh;
        this.polls = !flow.knowsSources()
                || flow.inputs().stream().anyMatch(input -> !(input instanceof LeafInput.PipelineTable));
        this.notBefore = now;
        this.lastNews = now;
    }

    FlowTask task() {
        return task;
    }

    FlowStatus status() {
        return status;
    }

    void status(FlowStatus now) {
        status = now;
    }

    RetryPolicy retries() {
        return retries;
    }

    boolean isRunning() {
        return running;
    }

    /** True if it has run to its end at least once. */
    boolean hasRun() {
        return ran;
    }

    /** True if it never runs again. */
    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Something that it reads has news. */
    void wake() {
        woken = true;
    }

    /** When it is to run next; {@link Long#MAX_VALUE} if it only waits to be woken. */
    long due() {
        if (running || over) {
            return Long.MAX_VALUE;
        }
        return woken ? notBefore : pollAt == Long.MAX_VALUE ? pollAt : Math.max(pollAt, notBefore);
    }

    void start(long now) {
        running = true;
        woken = false;
        begun = now;
    }

    /** It has taken all that was there. */
    void done(boolean news, long now) {
        running = false;
        ran = true;
        failures = 0;
        over = once;
        long longest = interval.length().toNanos();
        if (news) {
            lastNews = now;
            wait = SHORTEST_WAIT;
        } else {
            wait = Math.min(longest, wait * 2);
        }
        long worked = now - begun;
        if (interval.given()) {
            notBefore = begun + longest;
        } else {
            long pause = view && worked > LONG_WORK_OF_VIEW ? 2 * worked : worked;
            notBefore = now + (news ? Math.min(longest, pause) : 0);
        }
        pollAt = polls && !over ? now + Math.min(wait, longest) : Long.MAX_VALUE;
    }

    /** It has failed, and is tried again after a pause that grows. Returns the number of the failure in a row, from 1. */
    int failed(long now) {
        running = false;
        woken = true;
        failures++;
        notBefore = now + retries.pause(failures).toNanos();
        return failures;
    }

    /** It was asked to stop. */
    void stopped() {
        running = false;
    }

    /** True if it has had no news for a while. */
    boolean isQuiet(long now) {
        return now - lastNews > QUIET;
    }
}
