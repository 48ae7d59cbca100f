package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowExecutor;
import dev.tidewheel.engine.flow.FlowOutcome;
import dev.tidewheel.engine.flow.FlowReport;
import dev.tidewheel.engine.flow.FlowWork;
import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.flow.SinkWork;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.FlowDecision;
import dev.tidewheel.engine.plan.FlowPlan;
import dev.tidewheel.engine.plan.FlowProgress;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.plan.SinkPlan;
import dev.tidewheel.engine.plan.StreamCheckpoints;
import dev.tidewheel.engine.plan.TableAction;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.name.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the flows of one plan. One thread keeps the account and sleeps until a flow ends; each flow has a thread of its
 * own from a bounded pool. Used once.
 */
public final class UpdateRun {

    private static final long LOOK_FOR_STOP_MILLIS = 100;

    private final UpdatePlan plan;
    private final FlowExecutor executor;
    private final StreamCheckpoints checkpoints;
    private final UpdateEvents events;
    private final Function<Map<String, String>, SessionChoice> sessions;
    private final RunSettings settings;
    private volatile boolean interrupted;
    private final Map<TableName, FlowStatus> statuses = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    private final List<AddedColumns> added = Collections.synchronizedList(new ArrayList<>());
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
        this.before = Map.copyOf(before);
        this.plan = plan;
        this.executor = executor;
        this.checkpoints = checkpoints;
        this.events = events;
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Last status of every flow. */
    public Map<TableName, FlowStatus> statuses() {
        return Map.copyOf(statuses);
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * Columns that flows have met which the schemas of their sources did not know. If there are any, these flows, and those
     * that wait for them, have not ended: the update goes on with a graph that knows the columns.
     */
    public List<AddedColumns> addedColumns() {
        return List.copyOf(added);
    }

    /** A flow, and how it is run. */
    private record Entry(FlowPlan flow, BiFunction<SessionChoice, FlowReport, FlowOutcome> work) {
        ResolvedFlow resolved() {
            return flow.flow();
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            for (FlowPlan flow : table.flows()) {
                entries.add(new Entry(
                        flow, (choice, report) -> executor.run(work(table, flow.flow(), choice), report)));
            }
        }
        for (SinkPlan sink : plan.sinks()) {
            for (FlowPlan flow : sink.flows()) {
                entries.add(new Entry(
                        flow,
                        (choice, report) -> executor.run(
                                new SinkWork(
                                        flow.flow(),
                                        choice,
                                        sink.definition().target(),
                                        checkpoints.ofSink(
                                                sink.name(), flow.flow().name())),
                                report)));
            }
        }
        return entries;
    }

    /** Runs everything; returns when the last flow has ended. */
    public void run() {
        List<Entry> waiting = new ArrayList<>();
        for (Entry entry : entries()) {
            @Nullable FlowStatus known = before.get(entry.resolved().name());
            if (known != null && known.isTerminal()) {
                statuses.put(entry.resolved().name(), known);
            } else if (entry.flow().decision() == FlowDecision.EXCLUDED) {
                end(entry.resolved(), FlowStatus.EXCLUDED);
            } else {
                waiting.add(entry);
                statuses.put(entry.resolved().name(), FlowStatus.QUEUED);
                if (known != FlowStatus.QUEUED) {
                    events.flow(entry.resolved(), FlowStatus.QUEUED);
                }
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(settings.concurrentFlows(), runnable -> {
            Thread thread = new Thread(runnable, "flow");
            thread.setDaemon(true);
            return thread;
        });
        try {
            loop(waiting, threads);
        } finally {
            threads.shutdown();
        }
    }

    private void loop(List<Entry> waiting, ExecutorService threads) {
        BlockingQueue<Entry> ended = new LinkedBlockingQueue<>();
        int running = 0;
        while (true) {
            running += startReady(waiting, threads, ended);
            if (running == 0) {
                break;
            }
            try {
                ended.take();
                running--;
            } catch (InterruptedException e) {
                // whoever interrupts wants an end; what runs must have ended before others may write
                interrupted = true;
            }
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
        waiting.forEach(entry -> end(entry.resolved(), FlowStatus.STOPPED));
    }

    /** Starts, skips or ends without work whatever has all its inputs; returns how many were started. */
    private int startReady(List<Entry> waiting, ExecutorService threads, BlockingQueue<Entry> ended) {
        int started = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Entry entry : List.copyOf(waiting)) {
                if (stopping()) {
                    return started;
                }
                List<FlowStatus> inputs = plan.graph().upstream(entry.resolved()).stream()
                        .map(flow -> statuses.getOrDefault(flow.name(), FlowStatus.EXCLUDED))
                        .toList();
                if (!inputs.stream().allMatch(FlowStatus::isTerminal)) {
                    continue;
                }
                waiting.remove(entry);
                changed = true;
                if (inputs.stream().anyMatch(UpdateRun::isBroken)) {
                    skip(entry.resolved());
                } else {
                    statuses.put(entry.resolved().name(), FlowStatus.STARTING);
                    threads.execute(() -> {
                        try {
                            settings.onFlowThread().run();
                            execute(entry);
                        } catch (Throwable e) {
                            fail(entry.resolved(), e);
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

    private boolean stopping() {
        return interrupted || settings.stopping().getAsBoolean();
    }

    private static boolean isBroken(FlowStatus status) {
        return status == FlowStatus.FAILED || status == FlowStatus.SKIPPED || status == FlowStatus.STOPPED;
    }

    private void skip(ResolvedFlow flow) {
        String failed = plan.graph().upstream(flow).stream()
                .filter(input -> isBroken(statuses.getOrDefault(input.name(), FlowStatus.EXCLUDED)))
                .map(input -> "'" + input.name() + "'")
                .findFirst()
                .orElse("an input");
        statuses.put(flow.name(), FlowStatus.SKIPPED);
        events.flow(
                flow,
                FlowStatus.SKIPPED,
                "Flow '" + flow.name() + "' was SKIPPED, as " + failed + " did not end well.");
    }

    private void end(ResolvedFlow flow, FlowStatus status) {
        statuses.put(flow.name(), status);
        events.flow(flow, status);
    }

    private void execute(Entry entry) {
        ResolvedFlow flow = entry.resolved();
        RetryPolicy retries = RetryPolicy.of(settings.configuration(flow));
        for (int attempt = 0; ; attempt++) {
            if (stopping()) {
                end(flow, FlowStatus.STOPPED);
                return;
            }
            try {
                statuses.put(flow.name(), FlowStatus.STARTING);
                events.flow(flow, FlowStatus.STARTING);
                FlowOutcome outcome = entry.work().apply(sessions.apply(settings.configurationOf(flow)), report(flow));
                if (outcome.stopped()) {
                    end(flow, FlowStatus.STOPPED);
                    return;
                }
                planned(entry, outcome);
                statuses.put(flow.name(), FlowStatus.COMPLETED);
                events.completed(flow, outcome);
                return;
            } catch (Throwable e) {
                if (stopping()) {
                    end(flow, FlowStatus.STOPPED);
                    return;
                }
                Throwable cause = e;
                try {
                    Optional<AddedColumns> columns = AddedColumns.forFailure(flow, e);
                    if (columns.isPresent()) {
                        statuses.put(flow.name(), FlowStatus.QUEUED);
                        added.add(columns.get());
                        events.addedColumns(flow, columns.get());
                        return;
                    }
                } catch (PipelineException refused) {
                    cause = refused;
                }
                Failure failure = Failures.of(cause, flow, settings.sqlOf(flow));
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

    private void planned(Entry entry, FlowOutcome outcome) {
        if (entry.resolved().definition().kind() instanceof FlowKind.Refresh) {
            events.planned(
                    entry.resolved(),
                    outcome.isNoOp() ? "NO_OP" : Planner.technique(entry.resolved()),
                    outcome.reason());
        }
    }

    private FlowWork work(TablePlan table, ResolvedFlow flow, SessionChoice choice) {
        int stored = table.stored() == null
                ? 0
                : FlowProgress.read(table.stored().domains(), flow.name()).generation();
        boolean reset = table.action() instanceof TableAction.Reset;
        int generation = reset ? stored + 1 : stored;
        return new FlowWork(
                flow,
                choice,
                table.path(),
                table.layout(),
                generation,
                reset ? table.progressOfOthers() : Map.of(),
                settings.updateId());
    }

    private FlowReport report(ResolvedFlow flow) {
        return new FlowReport() {
            @Override
            public void begun() {
                settings.mayWrite().run();
                if (statuses.put(flow.name(), FlowStatus.RUNNING) != FlowStatus.RUNNING) {
                    events.flow(flow, FlowStatus.RUNNING);
                }
            }

            @Override
            public void committed(
                    long batch, WriteResult written, List<ExpectationCounts> counts, Map<String, Backlog> backlog) {
                events.committed(flow, batch, written, counts, backlog);
            }

            @Override
            public void streamed(long batch, String json, List<ExpectationCounts> counts) {
                events.streamed(flow, batch, json, counts);
            }

            @Override
            public void given(long batch, long rows) {
                events.given(flow, batch, rows);
            }

            @Override
            public boolean stopping() {
                return UpdateRun.this.stopping();
            }
        };
    }
}
