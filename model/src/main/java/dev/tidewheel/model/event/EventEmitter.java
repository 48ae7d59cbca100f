package dev.tidewheel.model.event;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events about one thing: a pipeline, an update, a dataset, a flow. One that is about something narrower is
 * made from it. Immutable and safe for use by several threads; each method fails only if the sink does.
 */
public final class EventEmitter {
    private final EventSink sink;
    private final Origin origin;

    public EventEmitter(EventSink sink, Origin origin) {
        this.sink = Objects.requireNonNull(sink, "sink is null");
        this.origin = Objects.requireNonNull(origin, "origin is null");
    }

    public Origin origin() {
        return origin;
    }

    /** The same sink for something else, as in {@code events.about(origin -> origin.forDataset("a.b.c"))}. */
    public EventEmitter about(UnaryOperator<Origin> change) {
        return new EventEmitter(sink, change.apply(origin));
    }

    /** Publishes anything, as INFO. */
    public PipelineEvent emit(String message, EventDetails details) {
        return emit(EventLevel.INFO, message, details);
    }

    public PipelineEvent emit(EventLevel level, String message, EventDetails details) {
        return publish(level, message, null, details);
    }

    /** An update was asked for; the first event of each update. */
    public PipelineEvent updateCreated(EventDetails.CreateUpdate update) {
        return emit("Update " + shortId(update.updateId()) + " started by " + update.cause() + ".", update);
    }

    /** The update got to a state; use the other methods for FAILED and CANCELED. */
    public PipelineEvent updateState(UpdateState state) {
        return emit(updateMessage(state), new EventDetails.UpdateProgress(state, null, List.of()));
    }

    public PipelineEvent updateCanceled(CancellationCause cause) {
        return emit(
                updateMessage(UpdateState.CANCELED),
                new EventDetails.UpdateProgress(UpdateState.CANCELED, cause, List.of()));
    }

    public PipelineEvent updateFailed(Throwable failure) {
        EventDetails details = new EventDetails.UpdateProgress(UpdateState.FAILED, null, problemsOf(failure));
        return publish(EventLevel.ERROR, updateMessage(UpdateState.FAILED), errorOf(failure), details);
    }

    /** The flow got to a status; use the other methods for FAILED and for figures. */
    public PipelineEvent flowStatus(FlowStatus status) {
        EventLevel level = status == FlowStatus.SKIPPED ? EventLevel.WARN : EventLevel.INFO;
        return emit(level, flowMessage(status), new EventDetails.FlowProgress(status, null, null, null, List.of()));
    }

    /** The flow goes on, and has done this since the last report. */
    public PipelineEvent flowProgress(
            FlowMetrics metrics, @Nullable DataQuality quality, EventDetails.@Nullable Write write) {
        return emit(
                EventLevel.METRICS,
                flowMessage(FlowStatus.RUNNING),
                new EventDetails.FlowProgress(FlowStatus.RUNNING, metrics, quality, write, List.of()));
    }

    /** The flow is done, and this was its last piece of work, or all of it. */
    public PipelineEvent flowCompleted(
            @Nullable FlowMetrics metrics, @Nullable DataQuality quality, EventDetails.@Nullable Write write) {
        return emit(
                flowMessage(FlowStatus.COMPLETED),
                new EventDetails.FlowProgress(FlowStatus.COMPLETED, metrics, quality, write, List.of()));
    }

    public PipelineEvent flowFailed(Throwable failure) {
        EventDetails details = new EventDetails.FlowProgress(FlowStatus.FAILED, null, null, null, problemsOf(failure));
        return publish(EventLevel.ERROR, flowMessage(FlowStatus.FAILED), errorOf(failure), details);
    }

    /** The flow failed, but is started again. */
    public PipelineEvent flowRetried(Throwable failure, int attempt) {
        EventDetails details =
                new EventDetails.FlowProgress(FlowStatus.STARTING, null, null, null, problemsOf(failure));
        String message = "Flow '" + origin.flowName() + "' failed and is started again, attempt " + attempt + ".";
        return publish(EventLevel.WARN, message, ErrorDetail.retryable(failure), details);
    }

    public PipelineEvent flowDefined(EventDetails.FlowDefinition definition) {
        return emit("Flow '" + origin.flowName() + "' defined as " + definition.flowType() + ".", definition);
    }

    public PipelineEvent datasetDefined(EventDetails.DatasetDefinition definition) {
        return emit("Dataset '" + origin.datasetName() + "' defined as " + definition.datasetType() + ".", definition);
    }

    public PipelineEvent sinkDefined(EventDetails.SinkDefinition definition) {
        return emit("Sink '" + origin.sinkName() + "' defined as " + definition.format() + ".", definition);
    }

    /** How the flow's view is refreshed; the technique is named without its common prefix. */
    public PipelineEvent planned(RefreshPlanning planning) {
        String chosen = planning.techniques().stream()
                .filter(RefreshPlanning.Technique::chosen)
                .map(technique -> technique.maintenanceType().replaceFirst("^MAINTENANCE_TYPE_", ""))
                .findFirst()
                .orElse("UNKNOWN");
        return emit(
                "Flow '" + origin.flowName() + "' has been planned to be executed as " + chosen + ".",
                new EventDetails.PlanningInformation(planning));
    }

    /** A micro-batch on Structured Streaming, with Spark's own JSON of it. */
    public PipelineEvent streamed(String progressJson) {
        return publish(
                EventLevel.INFO,
                MaturityLevel.EVOLVING,
                "Completed a streaming update of '" + origin.flowName() + "'.",
                null,
                new EventDetails.StreamProgress(progressJson));
    }

    private PipelineEvent publish(EventLevel level, String message, @Nullable ErrorDetail error, EventDetails details) {
        return publish(level, MaturityLevel.STABLE, message, error, details);
    }

    private PipelineEvent publish(
            EventLevel level,
            MaturityLevel maturity,
            String message,
            @Nullable ErrorDetail error,
            EventDetails details) {
        return sink.publish(new EventDraft(origin, message, level, maturity, error, details));
    }

    private String updateMessage(UpdateState state) {
        return "Update " + shortId(origin.updateId()) + " is " + state + ".";
    }

    private String flowMessage(FlowStatus status) {
        String verb = status == FlowStatus.COMPLETED || status == FlowStatus.FAILED ? " has " : " is ";
        return "Flow '" + origin.flowName() + "'" + verb + status + ".";
    }

    private static String shortId(@Nullable String id) {
        return id == null ? "(unknown)" : id.substring(0, Math.min(6, id.length()));
    }

    private static ErrorDetail errorOf(Throwable failure) {
        List<Problem> problems = problemsOf(failure);
        boolean mayPass = !problems.isEmpty()
                && problems.stream()
                        .allMatch(problem -> problem.code().category().mayPass());
        return mayPass ? ErrorDetail.retryable(failure) : ErrorDetail.fatal(failure);
    }

    private static List<Problem> problemsOf(Throwable failure) {
        return failure instanceof PipelineException known ? known.problems() : List.of();
    }
}
