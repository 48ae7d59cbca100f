package dev.tidewheel.model.event;

/** Where a flow is within an update. */
public enum FlowStatus {
    QUEUED,
    STARTING,
    RUNNING,
    COMPLETED,
    FAILED,
    /** Not started, as something that it reads has failed. */
    SKIPPED,
    STOPPED,
    /** Waits for new data; continuous updates only. */
    IDLE,
    /** Not selected for this update. */
    EXCLUDED;

    /** True if nothing follows this status in the same update. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == SKIPPED || this == STOPPED || this == EXCLUDED;
    }
}
