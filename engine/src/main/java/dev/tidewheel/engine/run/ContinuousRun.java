package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowExecutor;
import dev.tidewheel.engine.flow.FlowOutcome;
import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the flows of a plan up until it is told to stop. A commit on a table wakes the flows that read it; sources outside
 * of the pipeline are looked at again and again, less often the longer nothing has come. One thread keeps the account; each
 * flow that has work takes a thread from a bounded pool.
 */
public final class ContinuousRun extends AccountedRun {

    private static final Logger LOG = LoggerFactory.getLogger(ContinuousRun.class);

    /** How long it may take to notice that the update is to stop, when nothing else happens. */
    private static final long LOOK_FOR_STOP_MILLIS = 200;

    private static final long UPKEEP_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long ASK_FOR_LEASE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final FlowExecutor executor;
    private final Map<TableName, FlowLoop> loops = new LinkedHashMap<>();
    private final Map<TableName, List<FlowLoop>> readers = new LinkedHashMap<>();
    private final BlockingQueue<Runnable> mail = new LinkedBlockingQueue<>();
    private final Map<TableName, String> paths = new HashMap<>();

    /** Tables that were there before and stay what they are: who reads them need not wait for those who write them. */
    private final Set<TableName> readable = new HashSet<>();

    /** Flows that were up in the run that this one continues. */
    private final Set<TableName> wereUp = new HashSet<>();

    private final boolean begunAgain;
    private long upkeepAt;
    private long askAt;
    private @Nullable OutsideNews outside;
    private boolean lost;
    private boolean givenUp;

    /**
     * @param sessions gives the sessions for a flow's settings
     * @param before status of flows in the run that this one continues: those that are over stay so
     */
    public ContinuousRun(
            UpdatePlan plan,
            FlowExecutor executor,
            StreamCheckpoints checkpoints,
            UpdateEvents events,
            Function<Map<String, String>, SessionChoice> sessions,
            RunSettings settings,
            Map<TableName, FlowStatus> before) {
        super(plan, events, sessions, settings);
        this.executor = executor.keepingSources();
        long now = System.nanoTime();
        this.upkeepAt = now;
        this.askAt = now;
        this.begunAgain = RetryPolicy.ofUpdate(settings.configuration(), true).retries() > 0;
        for (TablePlan table : plan.tables()) {
            paths.put(table.name(), table.path());
            boolean begins =
                    table.action() instanceof TableAction.Reset || table.aside().isPresent();
            if (table.stored() != null && !begins) {
                readable.add(table.name());
            }
        }
        for (FlowTask task : FlowTask.of(plan, this.executor, checkpoints, settings)) {
            FlowLoop loop = new FlowLoop(task, settings, now);
            loops.put(task.name(), loop);
            @Nullable FlowStatus known = before.get(task.name());
            if (known != null && known.isTerminal()) {
                loop.end();
                loop.status(known);
                statuses.put(task.name(), known);
                if (known == FlowStatus.COMPLETED) {
                    task.passOver();
                }
            } else if (task.plan().decision() == FlowDecision.EXCLUDED) {
                loop.end();
                tell(loop, FlowStatus.EXCLUDED);
            } else {
                if (known == FlowStatus.RUNNING || known == FlowStatus.IDLE) {
                    wereUp.add(task.name());
                }
                tell(loop, FlowStatus.QUEUED);
            }
        }
        for (FlowLoop loop : loops.values()) {
            for (ResolvedFlow upstream : plan.graph().upstream(loop.task().flow())) {
                readers.computeIfAbsent(upstream.name(), name -> new ArrayList<>())
                        .add(loop);
            }
        }
    }

    @Override
    public void run() {
        ExecutorService threads = threads();
        try (OutsideNews heard = new OutsideNews(loops.values(), paths, mail::add)) {
            outside = heard;
            while (goesOn()) {
                long now = System.nanoTime();
                if (!isEnding()) {
                    startDue(threads, now);
                    keepUp(now);
                    askForLease(now);
                }
                cancelIfStopping();
                readMail(now);
                calmDown();
            }
        } finally {
            threads.shutdown();
            executor.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (stopping() || lost || givenUp) {
            loops.values().stream().filter(loop -> !loop.isOver()).forEach(loop -> tell(loop, FlowStatus.STOPPED));
        }
    }

    private boolean goesOn() {
        return loops.values().stream().anyMatch(FlowLoop::isRunning)
                || (!isEnding() && !loops.values().stream().allMatch(FlowLoop::isOver));
    }

    /** True if no flow is to be started any more. */
    private boolean isEnding() {
        return stopping() || !added.isEmpty() || lost || givenUp;
    }

    /** What other updates do at their end has to be done now and then, as this one may have none. */
    private void keepUp(long now) {
        if (upkeepAt - now > 0) {
            return;
        }
        upkeepAt = now + UPKEEP_NANOS;
        try {
            settings.mayWrite().run();
            settings.upkeep().run();
        } catch (RuntimeException e) {
            LOG.warn("Upkeep failed; it is tried again in an hour", e);
        }
    }

    /** A process that slept, or was cut off, is not to go on taking what comes. */
    private void askForLease(long now) {
        if (askAt - now > 0) {
            return;
        }
        askAt = now + ASK_FOR_LEASE_NANOS;
        try {
            settings.mayWrite().run();
        } catch (PipelineException e) {
            lost = e.problems().stream().anyMatch(problem -> problem.code() == ErrorCode.UPDATE_IN_PROGRESS);
            LOG.warn("The lease of the pipeline could not be confirmed", e);
        }
    }

    private void startDue(ExecutorService threads, long now) {
        for (FlowLoop loop : loops.values()) {
            if (loop.due() - now <= 0 && hasInputs(loop)) {
                start(loop, threads, now);
            }
        }
    }

    /** Before a flow runs for the first time, what it reads has to have run. If that never will, neither does the flow. */
    private boolean hasInputs(FlowLoop loop) {
        if (loop.hasRun()) {
            return true;
        }
        for (ResolvedFlow upstream : plan.graph().upstream(loop.task().flow())) {
            FlowLoop input = loops.get(upstream.name());
            if (input == null || input.hasRun() || isNoReasonToWait(loop, input)) {
                continue;
            }
            boolean goesOn = readable.contains(input.task().flow().target());
            if (goesOn && input.hasMoved() && !input.isOver()) {
                continue;
            }
            if (input.isOver()) {
                loop.end();
                loop.status(FlowStatus.SKIPPED);
                skip(loop.task().flow(), upstream.name());
            }
            return false;
        }
        return true;
    }

    /** True if an input does not run any more, and has left, or had, what its reader needs. */
    private boolean isNoReasonToWait(FlowLoop reader, FlowLoop input) {
        return input.status() == FlowStatus.EXCLUDED
                || input.status() == FlowStatus.COMPLETED
                || (input.isOver() && wereUp.contains(reader.task().name()));
    }

    private void start(FlowLoop loop, ExecutorService threads, long now) {
        loop.start(now);
        if (loop.status() == FlowStatus.QUEUED) {
            tell(loop, FlowStatus.STARTING);
        }
        threads.execute(() -> {
            LoopReport report = new LoopReport(loop);
            FlowTask.Result result = attempt(loop.task(), report);
            mail.add(() -> ended(loop, result, report.told));
        });
    }

    /** Waits for something to happen, or for the next flow that is due. */
    private void readMail(long now) {
        // what is due and not started waits for what it reads, of which there will be a letter
        long next = loops.values().stream()
                .mapToLong(FlowLoop::due)
                .filter(due -> due - now > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        long wait = Math.min(TimeUnit.MILLISECONDS.toNanos(LOOK_FOR_STOP_MILLIS), next - now);
        try {
            @Nullable Runnable first = mail.poll(Math.max(wait, 1_000_000), TimeUnit.NANOSECONDS);
            for (Runnable letter = first; letter != null; letter = mail.poll()) {
                letter.run();
            }
        } catch (InterruptedException e) {
            // whoever interrupts wants an end; what runs must have ended before others may write
            interrupted = true;
        }
    }

    /** What has had no news for a while is idle. */
    private void calmDown() {
        long now = System.nanoTime();
        for (FlowLoop loop : loops.values()) {
            if (!loop.isRunning() && loop.status() == FlowStatus.RUNNING && loop.isQuiet(now)) {
                tell(loop, FlowStatus.IDLE);
            }
        }
    }

    /** @param told true if those who read what it wrote have been woken already */
    private void ended(FlowLoop loop, FlowTask.Result result, boolean told) {
        long now = System.nanoTime();
        ResolvedFlow flow = loop.task().flow();
        if (result instanceof FlowTask.Done done) {
            FlowOutcome outcome = done.outcome();
            if (!loop.hasRun() && outside != null) {
                outside.watchTables();
            }
            loop.done(!outcome.isNoOp(), now);
            if (!outcome.isNoOp() && !told) {
                wakeReaders(flow.name());
            }
            if (loop.isOver()) {
                loop.status(FlowStatus.COMPLETED);
                statuses.put(flow.name(), FlowStatus.COMPLETED);
                events.completed(flow, outcome);
            } else if (loop.status() == FlowStatus.STARTING) {
                tell(loop, FlowStatus.IDLE);
            }
        } else if (result instanceof FlowTask.MetColumns met) {
            loop.stopped();
            added.add(met.columns());
            events.addedColumns(flow, met.columns());
        } else if (result instanceof FlowTask.Failed failed) {
            failed(loop, failed.failure(), now);
        } else {
            loop.stopped();
        }
    }

    /**
     * What may pass is tried again for as long as the update lives, if nothing else is set. If that is set, and the update may
     * be begun again, it is; anything else ends the flow.
     */
    private void failed(FlowLoop loop, Failure failure, long now) {
        int failures = loop.failed(now);
        boolean again = failure.retryable() && failures <= loop.retries().retries();
        events.failed(loop.task().flow(), failure, again);
        if (!again) {
            givenUp |= failure.retryable() && begunAgain;
            loop.end();
            loop.status(FlowStatus.FAILED);
            statuses.put(loop.task().name(), FlowStatus.FAILED);
            problems.addAll(failure.problems());
        }
    }

    private void wakeReaders(TableName flow) {
        readers.getOrDefault(flow, List.of()).forEach(FlowLoop::wake);
    }

    private void tell(FlowLoop loop, FlowStatus status) {
        loop.status(status);
        statuses.put(loop.task().name(), status);
        events.flow(loop.task().flow(), status);
    }

    /** A report from which those who read the table of a flow are woken. */
    private final class LoopReport extends Report {
        private final FlowLoop loop;

        /** Written and read by the thread that keeps the account. */
        private boolean told;

        LoopReport(FlowLoop loop) {
            super(loop.task().flow());
            this.loop = loop;
        }

        @Override
        public void begun() {
            FlowStatus before = statuses.getOrDefault(loop.task().name(), FlowStatus.QUEUED);
            super.begun();
            if (before != FlowStatus.RUNNING) {
                mail.add(() -> loop.status(FlowStatus.RUNNING));
            }
        }

        @Override
        public void committed(
                long batch, WriteResult written, List<ExpectationCounts> counts, Map<String, Backlog> backlog) {
            super.committed(batch, written, counts, backlog);
            mail.add(this::moved);
        }

        @Override
        public void streamed(long batch, String json, List<ExpectationCounts> counts) {
            super.streamed(batch, json, counts);
            mail.add(this::moved);
        }

        private void moved() {
            loop.moved();
            told = true;
            wakeReaders(loop.task().name());
        }
    }
}
