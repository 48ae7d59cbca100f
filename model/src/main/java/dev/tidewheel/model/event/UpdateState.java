package dev.tidewheel.model.event;

/** Where an update is, in the order in which it gets there. */
public enum UpdateState {
    QUEUED,
    CREATED,
    WAITING_FOR_RESOURCES,
    INITIALIZING,
    RESETTING,
    SETTING_UP_TABLES,
    RUNNING,
    STOPPING,
    COMPLETED,
    FAILED,
    CANCELED;

    /** True if nothing follows this state. */
    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
