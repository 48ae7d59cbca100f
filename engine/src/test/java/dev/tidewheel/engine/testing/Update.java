package dev.tidewheel.engine.testing;

import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.model.event.DataQuality;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.FlowMetrics;
import dev.tidewheel.model.event.FlowStatus;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateCause;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of one update.
 *
 * @param events in the order of the log
 * @param jobs that Spark ran for it
 */
public record Update(UpdateResult result, List<PipelineEvent> events, int jobs) {

    /** Last status of each flow, by its short name. */
    public Map<String, FlowStatus> statuses() {
        Map<String, FlowStatus> found = new TreeMap<>();
        result.flows().forEach((name, status) -> found.put(name.name(), status));
        return found;
    }

    public FlowStatus status(String flow) {
        return Objects.requireNonNull(statuses().get(flow), "no flow " + flow);
    }

    /** Events about one flow. */
    public Stream<EventDetails.FlowProgress> progress(String flow) {
        return events.stream()
                .filter(event -> isOf(event, flow))
                .map(PipelineEvent::details)
                .filter(EventDetails.FlowProgress.class::isInstance)
                .map(EventDetails.FlowProgress.class::cast);
    }

    private static boolean isOf(PipelineEvent event, String flow) {
        String name = event.origin().flowName();
        return name != null && shortName(name).equals(flow);
    }

    /** Rows that a flow wrote, over all its batches. */
    public long rowsWritten(String flow) {
        return progress(flow)
                .map(EventDetails.FlowProgress::metrics)
                .filter(Objects::nonNull)
                .map(FlowMetrics::outputRows)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Counts of a flow's expectations over all its batches: {@code dataset.rule} to {@code passed/failed}. */
    public Map<String, String> expectations(String flow) {
        Map<String, long[]> sums = new TreeMap<>();
        quality(flow).flatMap(quality -> quality.expectations().stream()).forEach(rule -> {
            long[] sum = sums.computeIfAbsent(shortName(rule.dataset()) + "." + rule.name(), key -> new long[2]);
            sum[0] += rule.passedRecords();
            sum[1] += rule.failedRecords();
        });
        return sums.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue()[0] + "/" + entry.getValue()[1],
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** Rows that a flow's expectations dropped. */
    public long dropped(String flow) {
        return quality(flow).mapToLong(DataQuality::droppedRecords).sum();
    }

    private Stream<DataQuality> quality(String flow) {
        return progress(flow).map(EventDetails.FlowProgress::dataQuality).filter(Objects::nonNull);
    }

    /** Why it was begun, and why again. */
    public List<UpdateCause> causes() {
        return causes(events);
    }

    static List<UpdateCause> causes(List<PipelineEvent> events) {
        return events.stream()
                .map(PipelineEvent::details)
                .filter(EventDetails.CreateUpdate.class::isInstance)
                .map(details -> ((EventDetails.CreateUpdate) details).cause())
                .toList();
    }

    /** Messages of all events, one a line. */
    public String messages() {
        return events.stream().map(PipelineEvent::message).collect(Collectors.joining("\n"));
    }

    private static String shortName(String full) {
        return full.substring(full.lastIndexOf('.') + 1);
    }
}
