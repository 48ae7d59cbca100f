package dev.tidewheel.model.event;

/** Where events are published. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface EventSink {

    /**
     * Publishes an event; when this returns, the event outlives the process.
     *
     * @return the event as it stands in the log
     * @throws dev.tidewheel.model.error.PipelineException if it cannot be recorded
     */
    PipelineEvent publish(EventDraft draft);
}
