package dev.tidewheel.model.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event before it is published: the log gives it its id, its place and its time. */
public record EventDraft(
        Origin origin,
        String message,
        EventLevel level,
        MaturityLevel maturityLevel,
        @Nullable ErrorDetail error,
        EventDetails details) {

    public EventDraft {
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(maturityLevel, "maturityLevel is null");
        Objects.requireNonNull(details, "details is null");
    }

    public PipelineEvent at(String id, EventSequence sequence, Instant timestamp) {
        return new PipelineEvent(id, sequence, origin, timestamp, message, level, maturityLevel, error, details);
    }
}
