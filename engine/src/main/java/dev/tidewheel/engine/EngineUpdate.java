package dev.tidewheel.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.event.EventBus;
import dev.tidewheel.engine.event.EventLogLocation;
import dev.tidewheel.engine.event.Subscription;
import dev.tidewheel.engine.event.UnfinishedUpdate;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.run.AddedColumns;
import dev.tidewheel.engine.run.ContinuousRun;
import dev.tidewheel.engine.run.FlowRun;
import dev.tidewheel.engine.run.RetryPolicy;
import dev.tidewheel.engine.run.RunSettings;
import dev.tidewheel.engine.run.SinkSetup;
import dev.tidewheel.engine.run.TableSetup;
import dev.tidewheel.engine.run.UpdateEvents;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.run.UpdateRun;
import dev.tidewheel.engine.spark.PassingFailure;
import dev.tidewheel.engine.state.Lease;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.event.json.EventJson;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.text.SqlFragment;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One update of a pipeline, from being asked for to its terminal state. Used once, by one thread. */
final class EngineUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(EngineUpdate.class);
    private static final int MIN_CONCURRENT_FLOWS = 2;

    private final PipelineEngine engine;
    private final UpdateRequest request;
    private final PipelineSettings settings;
    private @Nullable Subscription hooks;
    private Selection rest;
    private boolean restUnknown;

    /** @param partlyDone true if an update before this one has done a part of what is asked for, and could not say which */
    EngineUpdate(PipelineEngine engine, UpdateRequest request, boolean partlyDone) {
        this.engine = engine;
        this.request = request;
        this.settings = engine.settings();
        this.rest = request.selection();
        this.restUnknown = partlyDone;
    }

    /** What an update that follows this one, which failed, would have to do: a table is emptied once only. */
    Selection rest() {
        return rest;
    }

    /** True if a part of {@link #rest} is done already: the storage did not answer when it was asked. */
    boolean isRestUnknown() {
        return restUnknown;
    }

    UpdateResult run() {
        EngineParts parts = engine.parts(Definitions.NONE);
        Configuration hadoop = parts.session().sessionState().newHadoopConf();
        try (Lease lease = Lease.acquire(engine.storageRoot(), request.updateId(), hadoop);
                EventBus bus = EventBus.open(EventLogLocation.of(engine.storageRoot()), DefaultEngine.create(hadoop))) {
            Subscription subscription = bus.subscribe("update-listener", EventLevel.METRICS, request.listener());
            closeUnfinished(bus);
            UpdateEvents events = new UpdateEvents(bus, origin());
            UpdateResult result = guarded(events, bus, lease);
            subscription.close();
            if (hooks != null) {
                hooks.close();
                engine.python().finishHooks(events::hook);
            }
            return result;
        }
    }

    /** Updates whose process died get their end before this one begins. */
    private void closeUnfinished(EventBus bus) {
        for (UnfinishedUpdate unfinished : bus.unfinishedUpdates()) {
            new UpdateEvents(bus, unfinished.origin())
                    .cutShort(Problem.of(ErrorCode.PROCESS_DIED, "the process that ran the update ended unexpectedly")
                            .because("it was killed, or the machine went down")
                            .remedy("nothing: what it had committed is complete, and this update goes on from there"));
        }
    }

    private Origin origin() {
        return Origin.ofPipeline(settings.id(), settings.name(), null)
                .forUpdate(request.updateId(), request.updateId());
    }

    private UpdateResult guarded(UpdateEvents events, EventBus bus, Lease lease) {
        try {
            events.update("Update " + request.updateId() + " started by " + request.cause() + ".", created());
            return execute(events, bus, lease);
        } catch (PipelineException e) {
            events.state(UpdateState.FAILED, e.problems(), e);
            return new UpdateResult(request.updateId(), UpdateState.FAILED, Map.of(), e.problems());
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // Checked exceptions, too: Scala does not declare them. An update that was begun has an end.
            LOG.error("The update failed unexpectedly", e);
            Problem problem = unexpected(e);
            events.state(UpdateState.FAILED, List.of(problem), e);
            return new UpdateResult(request.updateId(), UpdateState.FAILED, Map.of(), List.of(problem));
        }
    }

    /** What neither a flow nor the planning of flows has met. */
    private static Problem unexpected(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return PassingFailure.is(failure)
                ? Problem.of(ErrorCode.IO_FAILURE, "reading or writing failed").because(message)
                : Problem.of(ErrorCode.INTERNAL, "unexpected: " + message)
                        .remedy("the log has the details; please report this");
    }

    private UpdateResult execute(UpdateEvents events, EventBus bus, Lease lease) {
        events.state(UpdateState.INITIALIZING);
        Definitions definitions = engine.definitions();
        engine.python().eventHooks(events::hook).ifPresent(hook -> subscribe(bus, hook));
        EngineParts parts = engine.parts(definitions);
        ResetSafety safety = new ResetSafety(engine, parts, request.updateId(), lease::check);
        if (restUnknown) {
            remember(rest, parts);
        }
        Selection asked = engine.finishing(parts, definitions, rest);
        Selection begun =
                safety.resetCheckpoints(definitions, asked, engine.accepted(request.acceptedResets()), events);
        if (!asked.resetCheckpoints().isEmpty()) {
            // what was reset is not to be reset once more
            rest = new Selection(begun.refresh(), begun.fullRefresh(), begun.fullRefreshAll());
        }
        AcceptedResets.Planned planned = engine.accepted(request.acceptedResets())
                .plan(begun, (chosen, accepted) -> {
                    safety.clear(definitions, chosen);
                    return parts.planner()
                            .plan(
                                    engine.resolve(parts, definitions, chosen, true),
                                    chosen,
                                    engine.ownTables(parts),
                                    accepted);
                });
        Selection selection = planned.selection();
        UpdatePlan plan = allowed(planned.plan());
        DataflowGraph graph = plan.graph();
        events.definitions(graph);
        engine.noticeOptionsWithoutEffect(graph);
        if (request.stopping().getAsBoolean()) {
            // before anything is emptied for what would not be filled
            return ended(UpdateState.CANCELED, Map.of(), List.of(), events);
        }
        planned.anew()
                .forEach(name -> engine.notice(
                        "Begins anew, as accepted: " + settings.defaultScope().shorten(name)));
        if (plan.resetsAnything()) {
            events.state(UpdateState.RESETTING);
            safety.beforeReset(plan, events);
        }
        events.state(UpdateState.SETTING_UP_TABLES);
        RunSettings runSettings = runSettings(definitions, parts.session(), lease, safety::expireSavepoints);
        SinkSetup.run(plan, parts.checkpoints(), lease::check);
        TableSetup.run(plan, parts.lake(), parts.views(), parts.session(), runSettings);
        events.state(UpdateState.RUNNING);
        Pass pass = new Pass(plan, Map.of());
        List<Problem> problems = new ArrayList<>();
        Set<String> evolved = new HashSet<>();
        while (true) {
            FlowRun run = flowRun(pass, parts, events, runSettings);
            try {
                run.run();
            } finally {
                remember(selection, parts);
            }
            problems.addAll(run.problems());
            // flows that found everything done by somebody else have not asked; what follows is for the holder to do
            lease.check();
            new CatalogEntries(parts).enter(pass.plan());
            if (run.addedColumns().isEmpty() || request.stopping().getAsBoolean()) {
                safety.tidy();
                return ended(terminal(run.statuses(), problems), run.statuses(), problems, events);
            }
            for (AddedColumns columns : run.addedColumns()) {
                evolved.add(columns.folder());
                engine.notice("New columns in " + columns.source() + ": " + columns.describe());
            }
            pass = next(parts, definitions, pass, run, runSettings, evolved);
            events.definitions(pass.plan().graph());
        }
    }

    /** Notes what is left of what was begun. */
    private void remember(Selection begun, EngineParts parts) {
        rest = begun;
        restUnknown = true;
        UnfinishedRefresh refresh = engine.unfinishedRefresh(parts);
        rest = begun.goingOn(refresh.remaining(), refresh.begun());
        restUnknown = false;
    }

    /** A plan that loses nothing, or nothing but what was accepted. */
    private static UpdatePlan allowed(UpdatePlan plan) {
        if (!plan.refusals().isEmpty()) {
            throw new PipelineException(plan.refusals());
        }
        return plan;
    }

    private FlowRun flowRun(Pass pass, EngineParts parts, UpdateEvents events, RunSettings runSettings) {
        return request.continuous()
                ? new ContinuousRun(
                        pass.plan(),
                        parts.executor(),
                        parts.checkpoints(),
                        events,
                        parts.sessions()::repeatedChoice,
                        runSettings,
                        pass.before())
                : new UpdateRun(
                        pass.plan(),
                        parts.executor(),
                        parts.checkpoints(),
                        events,
                        parts.sessions()::choice,
                        runSettings,
                        pass.before());
    }

    /** One run over a graph. */
    private record Pass(UpdatePlan plan, Map<TableName, FlowStatus> before) {}

    /**
     * Streams have met new columns: the update goes on with a graph that knows them. Flows that have ended are not run
     * again, unless their own columns are others now.
     */
    private Pass next(
            EngineParts parts,
            Definitions definitions,
            Pass last,
            FlowRun run,
            RunSettings runSettings,
            Set<String> evolved) {
        DataflowGraph graph = engine.resolveAnew(parts, definitions, rest, evolved);
        UpdatePlan plan = allowed(engine.accepted(request.acceptedResets())
                .planAgain(
                        rest,
                        (chosen, accepted) -> parts.planner().plan(graph, chosen, engine.ownTables(parts), accepted)));
        TableSetup.run(plan, parts.lake(), parts.views(), parts.session(), runSettings);
        Map<TableName, String> former = new HashMap<>();
        last.plan().graph().flows().forEach(flow -> former.put(flow.name(), flow.fingerprint()));
        Map<TableName, FlowStatus> before = new HashMap<>(run.statuses());
        graph.flows().forEach(flow -> {
            if (before.get(flow.name()) == FlowStatus.COMPLETED
                    && !flow.fingerprint().equals(former.get(flow.name()))) {
                before.remove(flow.name());
            }
        });
        return new Pass(plan, before);
    }

    private UpdateResult ended(
            UpdateState state, Map<TableName, FlowStatus> statuses, List<Problem> problems, UpdateEvents events) {
        if (state == UpdateState.CANCELED) {
            events.state(UpdateState.STOPPING);
        }
        events.state(state, problems, null);
        return new UpdateResult(request.updateId(), state, statuses, problems);
    }

    /** Hooks of the user see each event from the moment on at which they are known. */
    private void subscribe(EventBus bus, Consumer<String> hook) {
        hooks = bus.subscribe("event-hooks", EventLevel.METRICS, event -> {
            // hooks are not told of hooks, or a failing one would go on for ever
            if (event.maturityLevel() == MaturityLevel.STABLE
                    && !(event.details() instanceof EventDetails.HookProgress)) {
                hook.accept(EventJson.write(event));
            }
        });
    }

    private static UpdateState terminal(Map<TableName, FlowStatus> statuses, List<Problem> problems) {
        boolean allEnded = statuses.values().stream().allMatch(FlowStatus::isTerminal);
        if (!problems.isEmpty() || !allEnded) {
            return UpdateState.FAILED;
        }
        return statuses.containsValue(FlowStatus.STOPPED) ? UpdateState.CANCELED : UpdateState.COMPLETED;
    }

    private RunSettings runSettings(Definitions definitions, SparkSession session, Lease lease, Runnable upkeep) {
        Map<TableName, TableDefinition> tables = new HashMap<>();
        List<SqlFragment> viewSql = new ArrayList<>();
        definitions.datasets().forEach(dataset -> {
            if (dataset instanceof TableDefinition table) {
                tables.put(table.name(), table);
            } else if (dataset instanceof ViewDefinition view && view.query() instanceof SqlQuery query) {
                viewSql.add(query.sql());
            }
        });
        int concurrent = settings.maxConcurrentFlows()
                .orElse(Math.max(MIN_CONCURRENT_FLOWS, Runtime.getRuntime().availableProcessors()));
        return new RunSettings(
                request.updateId(),
                configuration(),
                tables,
                viewSql,
                concurrent,
                request.stopping(),
                () -> session.sparkContext().addJobTag(request.tag()),
                () -> session.sparkContext().cancelJobsWithTag(request.tag()),
                lease::check,
                upkeep);
    }

    /** Who develops wants to see a failure at once. */
    private Map<String, String> configuration() {
        Map<String, String> all = new HashMap<>(settings.configuration());
        if (settings.development()) {
            all.putIfAbsent(RetryPolicy.KEY, "0");
            all.putIfAbsent(RetryPolicy.UPDATE_KEY, "0");
        }
        return all;
    }

    private EventDetails.CreateUpdate created() {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.put("id", settings.id());
        config.put("name", settings.name());
        config.put("catalog", settings.catalog());
        config.put("schema", settings.schema());
        config.put("storage", settings.storage());
        config.put("continuous", request.continuous());
        ObjectNode configuration = config.putObject("configuration");
        settings.configuration().forEach(configuration::put);
        Selection selection = request.selection();
        return new EventDetails.CreateUpdate(
                request.updateId(),
                request.cause(),
                selection.fullRefreshAll(),
                false,
                selection.refresh(),
                selection.fullRefresh(),
                System.getProperty("user.name"),
                config.toString());
    }
}
