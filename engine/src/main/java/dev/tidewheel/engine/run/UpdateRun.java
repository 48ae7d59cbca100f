package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowExecutor;
import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.name.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the flows of one plan. One thread keeps the account and sleeps until a flow ends; each flow has a thread of its
 * own from a bounded pool. Used once.
 */
public final class UpdateRun extends AccountedRun {

    private static final long LOOK_FOR_STOP_MILLIS = 100;

    private final FlowExecutor executor;
    private final StreamCheckpoints checkpoints;
    private final Map<TableName, FlowStatus> before;

    /**
     * @param sessions gives the sessions for a flow's settings
     * @param before status of flows in the run that this one continues: those that have ended are not run again
     */
    public UpdateRun(
            UpdatePlan plan,
            FlowExecutor executor,
            StreamCheckpoints checkpoints,
            UpdateEvents events,
            Function<Map<String, String>, SessionChoice> sessions,
            RunSettings settings,
            Map<TableName, FlowStatus> before) {
        super(plan, events, sessions, settings);
        this.before = Map.copyOf(before);
        this.executor = executor;
        this.checkpoints = checkpoints;
    }

    /** Runs everything; returns when the last flow has ended. */
    @Override
    public void run() {
        List<FlowTask> waiting = new ArrayList<>();
        for (FlowTask entry : FlowTask.of(plan, executor, checkpoints, settings)) {
            @Nullable FlowStatus known = before.get(entry.flow().name());
            if (known != null && known.isTerminal()) {
                statuses.put(entry.flow().name(), known);
                if (known == FlowStatus.COMPLETED) {
                    entry.passOver();
                }
            } else if (entry.plan().decision() == FlowDecision.EXCLUDED) {
                end(entry.flow(), FlowStatus.EXCLUDED);
            } else {
                waiting.add(entry);
                statuses.put(entry.flow().name(), FlowStatus.QUEUED);
                if (known != FlowStatus.QUEUED) {
                    events.flow(entry.flow(), FlowStatus.QUEUED);
                }
            }
        }
        ExecutorService threads = threads();
        try {
            loop(waiting, threads);
        } finally {
            threads.shutdown();
        }
    }

    private void loop(List<FlowTask> waiting, ExecutorService threads) {
        BlockingQueue<FlowTask> ended = new LinkedBlockingQueue<>();
        int running = 0;
        while (true) {
            running += startReady(waiting, threads, ended);
            if (running == 0) {
                break;
            }
            awaitEnd(ended);
            running--;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!added.isEmpty() && !stopping()) {
            return;
        }
        if (!waiting.isEmpty() && !stopping()) {
            throw new IllegalStateException("flows wait for each other: " + waiting);
        }
        waiting.forEach(entry -> end(entry.flow(), FlowStatus.STOPPED));
    }

    /** Waits until a flow has ended, and has told of it: nothing is started or skipped before. */
    private void awaitEnd(BlockingQueue<FlowTask> ended) {
        while (true) {
            cancelIfStopping();
            try {
                if (ended.poll(LOOK_FOR_STOP_MILLIS, TimeUnit.MILLISECONDS) != null) {
                    return;
                }
            } catch (InterruptedException e) {
                // whoever interrupts wants an end; what runs must have ended before others may write
                interrupted = true;
            }
        }
    }

    /** Starts, skips or ends without work whatever has all its inputs; returns how many were started. */
    private int startReady(List<FlowTask> waiting, ExecutorService threads, BlockingQueue<FlowTask> ended) {
        int started = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (FlowTask entry : List.copyOf(waiting)) {
                if (stopping()) {
                    return started;
                }
                List<FlowStatus> inputs = plan.graph().upstream(entry.flow()).stream()
                        .map(flow -> statuses.getOrDefault(flow.name(), FlowStatus.EXCLUDED))
                        .toList();
                if (!inputs.stream().allMatch(FlowStatus::isTerminal)) {
                    continue;
                }
                waiting.remove(entry);
                changed = true;
                if (inputs.stream().anyMatch(UpdateRun::isBroken)) {
                    skip(entry.flow(), broken(entry.flow()));
                } else {
                    statuses.put(entry.flow().name(), FlowStatus.STARTING);
                    threads.execute(() -> {
                        try {
                            execute(entry);
                        } catch (Throwable e) {
                            fail(entry.flow(), e);
                        } finally {
                            ended.add(entry);
                        }
                    });
                    started++;
                }
            }
        }
        return started;
    }

    /** What failed is not the flow's work but what is around it. */
    private void fail(ResolvedFlow flow, Throwable cause) {
        Failure failure = Failures.of(cause, flow, settings.sqlOf(flow));
        statuses.put(flow.name(), FlowStatus.FAILED);
        problems.addAll(failure.problems());
        events.failed(flow, failure, false);
    }

    private static boolean isBroken(FlowStatus status) {
        return status == FlowStatus.FAILED || status == FlowStatus.SKIPPED || status == FlowStatus.STOPPED;
    }

    private TableName broken(ResolvedFlow flow) {
        return plan.graph().upstream(flow).stream()
                .map(ResolvedFlow::name)
                .filter(input -> isBroken(statuses.getOrDefault(input, FlowStatus.EXCLUDED)))
                .findFirst()
                .orElseThrow();
    }

    private void end(ResolvedFlow flow, FlowStatus status) {
        statuses.put(flow.name(), status);
        events.flow(flow, status);
    }

    private void execute(FlowTask entry) {
        ResolvedFlow flow = entry.flow();
        RetryPolicy retries = RetryPolicy.of(settings.configuration(flow), false);
        for (int attempt = 0; ; attempt++) {
            if (stopping()) {
                end(flow, FlowStatus.STOPPED);
                return;
            }
            statuses.put(flow.name(), FlowStatus.STARTING);
            events.flow(flow, FlowStatus.STARTING);
            FlowTask.Result result = attempt(entry, new Report(flow));
            if (result instanceof FlowTask.Stopped) {
                end(flow, FlowStatus.STOPPED);
                return;
            }
            if (result instanceof FlowTask.Done done) {
                events.planned(flow, done.outcome());
                statuses.put(flow.name(), FlowStatus.COMPLETED);
                events.completed(flow, done.outcome());
                return;
            }
            if (result instanceof FlowTask.MetColumns met) {
                statuses.put(flow.name(), FlowStatus.QUEUED);
                added.add(met.columns());
                events.addedColumns(flow, met.columns());
                return;
            }
            Failure failure = ((FlowTask.Failed) result).failure();
            boolean again = failure.retryable() && attempt < retries.retries();
            if (!again) {
                statuses.put(flow.name(), FlowStatus.FAILED);
                problems.addAll(failure.problems());
            }
            events.failed(flow, failure, again);
            if (!again) {
                return;
            }
            pause(retries.pause(attempt + 1));
        }
    }

    private void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (!stopping() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_FOR_STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
