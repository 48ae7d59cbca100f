package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowReport;
import dev.tidewheel.engine.flow.SessionChoice;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What runs of all kinds have in common: the account of what has become of the flows, and how one is tried. */
abstract sealed class AccountedRun implements FlowRun permits UpdateRun, ContinuousRun {

    final UpdatePlan plan;
    final UpdateEvents events;
    final RunSettings settings;
    final Map<TableName, FlowStatus> statuses = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    final List<AddedColumns> added = Collections.synchronizedList(new ArrayList<>());
    volatile boolean interrupted;

    /** What begins to run on Spark while the update is to stop has to be cancelled as well. */
    private static final long BETWEEN_CANCELLATIONS = TimeUnit.SECONDS.toNanos(1);

    private long cancelAt;

    private final Function<Map<String, String>, SessionChoice> sessions;

    AccountedRun(
            UpdatePlan plan,
            UpdateEvents events,
            Function<Map<String, String>, SessionChoice> sessions,
            RunSettings settings) {
        this.plan = plan;
        this.events = events;
        this.sessions = sessions;
        this.settings = settings;
    }

    @Override
    public Map<TableName, FlowStatus> statuses() {
        return Map.copyOf(statuses);
    }

    @Override
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public List<AddedColumns> addedColumns() {
        return List.copyOf(added);
    }

    final boolean stopping() {
        return interrupted || settings.stopping().getAsBoolean();
    }

    /** To be called again and again by the thread that keeps the account, while flows still run. */
    final void cancelIfStopping() {
        if (!stopping()) {
            cancelAt = System.nanoTime() + BETWEEN_CANCELLATIONS;
        } else if (cancelAt - System.nanoTime() <= 0) {
            cancelAt = System.nanoTime() + BETWEEN_CANCELLATIONS;
            settings.cancelJobs().run();
        }
    }

    final ExecutorService threads() {
        return Executors.newFixedThreadPool(settings.concurrentFlows(), runnable -> {
            Thread thread = new Thread(runnable, "flow");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a flow once on this thread; never throws. */
    final FlowTask.Result attempt(FlowTask task, FlowReport report) {
        try {
            settings.onFlowThread().run();
            return task.attempt(sessions.apply(settings.configurationOf(task.flow())), report, settings);
        } catch (Throwable e) {
            // what failed is not the flow's work but what is around it
            return new FlowTask.Failed(Failures.of(e, task.flow(), settings.sqlOf(task.flow())));
        }
    }

    /** The flow is not run, as what it reads did not end well. */
    final void skip(ResolvedFlow flow, TableName input) {
        statuses.put(flow.name(), FlowStatus.SKIPPED);
        events.flow(
                flow,
                FlowStatus.SKIPPED,
                "Flow '" + flow.name() + "' was SKIPPED, as '" + input + "' did not end well.");
    }

    /** Hears what a flow does on the flow's own thread, and tells it on. */
    class Report implements FlowReport {
        private final ResolvedFlow flow;

        Report(ResolvedFlow flow) {
            this.flow = flow;
        }

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
            return AccountedRun.this.stopping();
        }
    }
}
