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

    /** Most of what is heard of a table was committed by this process, which wakes the flow by itself. */
    private static final long AFTER_HEARING = TimeUnit.MILLISECONDS.toNanos(250);

    /** How often a flow looks that hears of everything that it reads. */
    private static final long LONGEST_BETWEEN_LOOKS = TimeUnit.MINUTES.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final FlowTask task;
    private final RetryPolicy retries;
    private final TriggerInterval interval;
    private final boolean polls;
    private final boolean once;
    private final boolean view;
    private final boolean computesAnew;
    private final boolean alwaysHasReason;

    private FlowStatus status = FlowStatus.QUEUED;
    private boolean running;
    private boolean ran;
    private boolean over;
    private boolean woken = true;
    private boolean moved;
    private boolean hearsTables = true;
    private long begun;
    private long notBefore;
    private long wait = SHORTEST_WAIT;
    private long pollAt = NEVER;
    private long heardAt = NEVER;
    private long lastNews;
    private int failures;

    FlowLoop(FlowTask task, RunSettings settings, long now) {
        ResolvedFlow flow = task.flow();
        this.task = task;
        this.retries = RetryPolicy.of(settings.configuration(flow), true);
        this.interval = TriggerInterval.of(flow, settings.configuration(flow));
        this.once = flow.definition().kind() instanceof FlowKind.Once;
        this.view = flow.definition().kind() instanceof FlowKind.Refresh;
        this.computesAnew = TriggerInterval.isComplete(flow);
        this.alwaysHasReason = computesAnew && !(view && flow.volatileReasons().isEmpty());
        this.polls = !flow.knowsSources()
                || (computesAnew && !flow.volatileReasons().isEmpty())
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

    /** True if it has committed something, or failed. */
    boolean hasMoved() {
        return moved;
    }

    /** It has committed something. */
    void moved() {
        moved = true;
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

    /**
     * There was a change in the log of a table of the pipeline that it reads, by whomever. What computes everything whenever it
     * runs keeps to its interval: it could not tell that nothing but a checkpoint has come.
     */
    void heard(long now) {
        if (heardAt == NEVER && !alwaysHasReason) {
            heardAt = now;
        }
    }

    /** Of commits of others to the tables of the pipeline that it reads it cannot hear: it has to look. */
    void hearsNoTables() {
        hearsTables = false;
    }

    /** When it is to run next; {@link Long#MAX_VALUE} if it only waits to be woken. */
    long due() {
        if (running || over) {
            return NEVER;
        }
        if (woken) {
            return notBefore;
        }
        long next = Math.min(pollAt, heardAt == NEVER ? NEVER : heardAt + AFTER_HEARING);
        return next == NEVER ? NEVER : Math.max(next, notBefore);
    }

    void start(long now) {
        running = true;
        woken = false;
        heardAt = NEVER;
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
        pollAt = over ? NEVER : now + pause(longest);
    }

    private long pause(long longest) {
        if (polls) {
            // to look costs a whole computation where nobody can tell whether a source has changed
            return computesAnew ? longest : Math.min(wait, longest);
        }
        // hearing may fail
        return hearsTables ? Math.max(longest, LONGEST_BETWEEN_LOOKS) : longest;
    }

    /** It has failed, and is tried again after a pause that grows. Returns the number of the failure in a row, from 1. */
    int failed(long now) {
        running = false;
        woken = true;
        moved = true;
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
