package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.PipelineEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param updateId of this update only; null for all
 * @param minimum of this level and above
 * @param eventType of this type only; null for all
 */
public record EventFilter(
        @Nullable String updateId,
        EventLevel minimum,
        @Nullable String eventType) {
    public static final EventFilter ALL = new EventFilter(null, EventLevel.METRICS, null);

    public EventFilter {
        Objects.requireNonNull(minimum, "minimum is null");
    }

    public EventFilter ofUpdate(String newUpdateId) {
        return new EventFilter(newUpdateId, minimum, eventType);
    }

    public EventFilter from(EventLevel newMinimum) {
        return new EventFilter(updateId, newMinimum, eventType);
    }

    public EventFilter ofType(String newEventType) {
        return new EventFilter(updateId, minimum, newEventType);
    }

    public boolean accepts(PipelineEvent event) {
        return (updateId == null || updateId.equals(event.origin().updateId()))
                && event.level().isAtLeast(minimum)
                && (eventType == null || eventType.equals(event.eventType()));
    }
}
