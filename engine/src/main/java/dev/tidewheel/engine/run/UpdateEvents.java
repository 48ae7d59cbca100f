package dev.tidewheel.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.flow.FlowOutcome;
import dev.tidewheel.engine.frontend.java.FunctionQuery;
import dev.tidewheel.engine.frontend.python.HookReport;
import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.graph.DataflowGraph;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedDataset;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.WriteResult;
import dev.tidewheel.engine.plan.Planner;
import dev.tidewheel.engine.quality.ExpectationCounts;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.event.CancellationCause;
import dev.tidewheel.model.event.DataQuality;
import dev.tidewheel.model.event.ErrorDetail;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventDraft;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.EventSink;
import dev.tidewheel.model.event.FlowMetrics;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.FlowType;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.RefreshPlanning;
import dev.tidewheel.model.event.UpdateState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what happens in one update, in the words of the event log. Thread-safe. */
public final class UpdateEvents {

    private final EventSink sink;
    private final Origin update;

    /** @param update origin with pipeline and update filled in */
    public UpdateEvents(EventSink sink, Origin update) {
        this.sink = sink;
        this.update = update;
    }

    /** An event about the update as a whole. */
    public void update(String message, EventDetails details) {
        publish(update, message, EventLevel.INFO, null, details);
    }

    /** Something that people were told. */
    public void told(String text) {
        ObjectNode details = new ObjectMapper().createObjectNode();
        details.put("text", text.strip());
        publish(update, text.strip(), EventLevel.WARN, null, new EventDetails.Other("reset", details.toString()));
    }

    public void state(UpdateState state) {
        state(state, List.of(), null);
    }

    /** A state with the reasons for it. */
    public void state(UpdateState state, List<Problem> problems, @Nullable Throwable failure) {
        @Nullable CancellationCause cause = state == UpdateState.CANCELED ? CancellationCause.USER_ACTION : null;
        publish(
                update,
                "Update " + shortId() + " is " + state + ".",
                state == UpdateState.FAILED ? EventLevel.ERROR : EventLevel.INFO,
                failure == null ? null : ErrorDetail.fatal(failure),
                new EventDetails.UpdateProgress(state, cause, problems));
    }

    /** The end of an update whose process did not live to tell it. */
    public void cutShort(Problem problem) {
        publish(
                update,
                "Update " + shortId() + " is FAILED: " + problem.message() + ".",
                EventLevel.ERROR,
                null,
                new EventDetails.UpdateProgress(UpdateState.FAILED, null, List.of(problem)));
    }

    private String shortId() {
        String id = update.updateId();
        return id == null ? "?" : id.substring(0, Math.min(6, id.length()));
    }

    /** Datasets and flows of the resolved graph. */
    public void definitions(DataflowGraph graph) {
        for (ResolvedDataset dataset : graph.datasets().values()) {
            String type = dataset.definition() instanceof StreamingTable
                    ? "STREAMING_TABLE"
                    : dataset.definition() instanceof MaterializedView ? "MATERIALIZED_VIEW" : "VIEW";
            publish(
                    update.forDataset(dataset.name().toString()),
                    "Dataset '" + dataset.name() + "' is defined as " + type + ".",
                    EventLevel.INFO,
                    null,
                    new EventDetails.DatasetDefinition(
                            type,
                            graph.flowsInto(dataset.name()).size(),
                            dataset.definition().expectations().stream()
                                    .map(rule -> new EventDetails.DefinedExpectation(
                                            rule.name(),
                                            rule.condition().text().strip(),
                                            rule.action().name()))
                                    .toList(),
                            dataset.definition().location()));
        }
        for (SinkDefinition sink : graph.sinks()) {
            publish(
                    update.forDataset(sink.name().toString()),
                    "Sink '" + sink.name() + "' is defined as " + sink.target().format() + ".",
                    EventLevel.INFO,
                    null,
                    new EventDetails.SinkDefinition(
                            sink.target().format(),
                            ShownOptions.of(sink.target().options()),
                            sink.location()));
        }
        for (ResolvedFlow flow : graph.flows()) {
            publish(
                    flowOrigin(flow),
                    "Flow '" + flow.name() + "' defined as " + type(flow) + ".",
                    EventLevel.INFO,
                    null,
                    definition(flow, graph.sink(flow.target()).isPresent()));
        }
    }

    private static EventDetails.FlowDefinition definition(ResolvedFlow flow, boolean intoSink) {
        return new EventDetails.FlowDefinition(
                flow.inputs().stream().map(LeafInput::label).distinct().toList(),
                intoSink ? null : flow.target().toString(),
                intoSink ? flow.target().toString() : null,
                type(flow),
                language(flow.definition().query()),
                flow.definition().kind() instanceof FlowKind.Once,
                flow.definition().comment(),
                null,
                flow.schema().json(),
                Arrays.stream(flow.schema().fields())
                        .map(field -> new EventDetails.Column(
                                field.name(), field.dataType().sql()))
                        .toList(),
                flow.definition().configuration(),
                flow.definition().location());
    }

    private static String language(Query query) {
        if (query instanceof FunctionQuery) {
            return "JAVA";
        }
        return query instanceof RelationQuery ? "PYTHON" : "SQL";
    }

    private static FlowType type(ResolvedFlow flow) {
        return flow.definition().kind() instanceof FlowKind.Refresh ? FlowType.MATERIALIZED_VIEW : FlowType.APPEND;
    }

    /** A flow got to a status in which nothing was written. */
    public void flow(ResolvedFlow flow, FlowStatus status) {
        flow(flow, status, "Flow '" + flow.name() + "' is " + status + ".");
    }

    public void flow(ResolvedFlow flow, FlowStatus status, String message) {
        EventLevel level = status == FlowStatus.SKIPPED ? EventLevel.WARN : EventLevel.INFO;
        publish(
                flowOrigin(flow),
                message,
                level,
                null,
                new EventDetails.FlowProgress(status, null, null, null, List.of()));
    }

    /** A stream has met columns that its source did not know; the update goes on with them. */
    public void addedColumns(ResolvedFlow flow, AddedColumns columns) {
        publish(
                flowOrigin(flow),
                "Flow '" + flow.name() + "' goes on with new columns of `" + columns.source() + "`: "
                        + columns.describe() + ".",
                EventLevel.INFO,
                null,
                new EventDetails.FlowProgress(FlowStatus.QUEUED, null, null, null, List.of()));
    }

    /** A flow ended well. */
    public void completed(ResolvedFlow flow, FlowOutcome outcome) {
        String message = "Flow '" + flow.name() + "' has COMPLETED"
                + (outcome.isNoOp() ? " without work: " + outcome.reason() + "." : ".");
        publish(
                flowOrigin(flow),
                message,
                EventLevel.INFO,
                null,
                new EventDetails.FlowProgress(
                        FlowStatus.COMPLETED, outcome.isNoOp() ? FlowMetrics.NONE : null, null, null, List.of()));
    }

    /** A flow failed for good, or will be tried again. */
    public void failed(ResolvedFlow flow, Failure failure, boolean triedAgain) {
        String what = failure.problems().get(0).message();
        publish(
                flowOrigin(flow),
                triedAgain
                        ? "Flow '" + flow.name() + "' failed and is tried again: " + what + "."
                        : "Flow '" + flow.name() + "' has FAILED: " + what + ".",
                triedAgain ? EventLevel.WARN : EventLevel.ERROR,
                failure.retryable() ? ErrorDetail.retryable(failure.cause()) : ErrorDetail.fatal(failure.cause()),
                new EventDetails.FlowProgress(
                        triedAgain ? FlowStatus.RUNNING : FlowStatus.FAILED, null, null, null, failure.problems()));
    }

    /** A flow made a commit. */
    public void committed(
            ResolvedFlow flow,
            long batch,
            WriteResult written,
            List<ExpectationCounts> counts,
            Map<String, Backlog> backlog) {
        FlowMetrics metrics = withBacklog(FlowMetrics.written(written.rows(), written.bytes()), backlog);
        publish(
                flowOrigin(flow).forBatch(batch),
                "Flow '" + flow.name() + "' wrote " + written.rows() + " rows.",
                EventLevel.METRICS,
                null,
                new EventDetails.FlowProgress(
                        FlowStatus.RUNNING,
                        metrics,
                        counts.isEmpty() ? null : quality(counts),
                        new EventDetails.Write(written.light() ? "LIGHT" : "DELTA_SPARK", written.version()),
                        List.of()));
    }

    /** What the refresh of a view came to; nothing for other flows. */
    public void planned(ResolvedFlow flow, FlowOutcome outcome) {
        if (flow.definition().kind() instanceof FlowKind.Refresh) {
            planned(flow, outcome.isNoOp() ? "NO_OP" : Planner.technique(flow), outcome.reason());
        }
    }

    /** What a view's refresh was decided to be. */
    private void planned(ResolvedFlow flow, String technique, String reason) {
        publish(
                flowOrigin(flow),
                "Flow '" + flow.name() + "' has been planned to be executed as " + technique + ": " + reason + ".",
                EventLevel.INFO,
                null,
                new EventDetails.PlanningInformation(new RefreshPlanning(
                        List.of(new RefreshPlanning.Technique(
                                "MAINTENANCE_TYPE_" + technique, true, true, null, List.of(), null)),
                        List.of(),
                        null)));
    }

    /** An event hook did not work. */
    public void hook(HookReport report) {
        publish(
                update,
                "The event hook " + report.hook()
                        + (report.status().equals("DISABLED") ? " is not called any more" : " failed") + ": "
                        + report.message() + ".",
                EventLevel.WARN,
                null,
                new EventDetails.HookProgress(report.hook(), report.status(), report.message()));
    }

    /** A sink was given rows. */
    public void given(ResolvedFlow flow, long batch, long rows) {
        publish(
                flowOrigin(flow).forBatch(batch),
                "Flow '" + flow.name() + "' gave " + rows + " rows to '" + flow.target() + "'.",
                EventLevel.METRICS,
                null,
                new EventDetails.FlowProgress(FlowStatus.RUNNING, FlowMetrics.given(rows), null, null, List.of()));
    }

    /** A micro-batch of Structured Streaming is done; its commit is told of by {@link #committed}. */
    public void streamed(ResolvedFlow flow, long batch, String json, List<ExpectationCounts> counts) {
        if (!counts.isEmpty()) {
            publish(
                    flowOrigin(flow).forBatch(batch),
                    "Flow '" + flow.name() + "' checked the rows of a batch.",
                    EventLevel.METRICS,
                    null,
                    new EventDetails.FlowProgress(FlowStatus.RUNNING, null, quality(counts), null, List.of()));
        }
        publish(
                flowOrigin(flow),
                "Completed a streaming update of '" + flow.name() + "'.",
                EventLevel.METRICS,
                null,
                new EventDetails.StreamProgress(json));
    }

    private static FlowMetrics withBacklog(FlowMetrics metrics, Map<String, Backlog> backlog) {
        if (backlog.isEmpty()) {
            return metrics;
        }
        List<FlowMetrics.SourceMetrics> sources = new ArrayList<>();
        backlog.forEach((name, held) -> sources.add(new FlowMetrics.SourceMetrics(
                name, known(held.bytes()), known(held.records()), known(held.files()), known((long)
                        Math.ceil(held.seconds())))));
        return metrics.withSources(sources)
                .withBacklog(
                        sum(sources, FlowMetrics.SourceMetrics::backlogFiles),
                        sum(sources, FlowMetrics.SourceMetrics::backlogBytes),
                        sum(sources, FlowMetrics.SourceMetrics::backlogRecords),
                        sources.stream()
                                .map(FlowMetrics.SourceMetrics::backlogSeconds)
                                .filter(java.util.Objects::nonNull)
                                .max(Long::compare)
                                .orElse(null));
    }

    private static @Nullable Long known(long count) {
        return count < 0 ? null : count;
    }

    private static @Nullable Long sum(
            List<FlowMetrics.SourceMetrics> sources,
            java.util.function.Function<FlowMetrics.SourceMetrics, @Nullable Long> count) {
        long total = 0;
        boolean any = false;
        for (FlowMetrics.SourceMetrics source : sources) {
            Long value = count.apply(source);
            if (value != null) {
                total += value;
                any = true;
            }
        }
        return any ? total : null;
    }

    private static DataQuality quality(List<ExpectationCounts> counts) {
        List<DataQuality.ExpectationResult> results = new ArrayList<>();
        long dropped = 0;
        for (ExpectationCounts count : counts) {
            dropped += count.dropped();
            for (ExpectationCounts.RuleCount rule : count.rules()) {
                results.add(new DataQuality.ExpectationResult(
                        rule.name(), count.dataset().toString(), rule.passed(), rule.failed()));
            }
        }
        return new DataQuality(dropped, results);
    }

    private Origin flowOrigin(ResolvedFlow flow) {
        return update.forDataset(flow.target().toString())
                .forFlow(null, flow.name().toString());
    }

    private void publish(
            Origin origin, String message, EventLevel level, @Nullable ErrorDetail error, EventDetails details) {
        sink.publish(new EventDraft(origin, message, level, MaturityLevel.STABLE, error, details));
    }
}
