package dev.tidewheel.model.event;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fact about a pipeline, as it stands in the event log.
 *
 * @param id unique; ids sort in the order in which the events were made
 * @param origin what it is about
 * @param timestamp in microseconds
 * @param message one sentence for people
 * @param error what went wrong, null for most events
 * @param details the same for machines
 */
public record PipelineEvent(
        String id,
        EventSequence sequence,
        Origin origin,
        Instant timestamp,
        String message,
        EventLevel level,
        MaturityLevel maturityLevel,
        @Nullable ErrorDetail error,
        EventDetails details) {

    /** The order of a pipeline's log. */
    public static final Comparator<PipelineEvent> LOG_ORDER = Comparator.<PipelineEvent>comparingLong(
                    event -> event.sequence().position())
            .thenComparing(event -> event.sequence().instance())
            .thenComparingLong(event -> event.sequence().number());

    public PipelineEvent {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(sequence, "sequence is null");
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(timestamp, "timestamp is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(maturityLevel, "maturityLevel is null");
        Objects.requireNonNull(details, "details is null");
    }

    /** The key of {@link #details()} in the log. */
    public String eventType() {
        return details.eventType();
    }
}
