package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;

/**
 * Somebody who wants to know what happens. Called by one thread of its own, in the order of the log. What it throws is
 * logged, and the next event follows.
 */
@FunctionalInterface
public interface EventListener {

    void onEvent(PipelineEvent event) throws Exception;

    /** So many events were left out before the next one, as this listener is too slow. */
    default void onMissed(long events) {}
}
