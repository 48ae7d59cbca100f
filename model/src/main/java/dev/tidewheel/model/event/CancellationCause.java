package dev.tidewheel.model.event;

/** Who stopped an update before its end. */
public enum CancellationCause {
    USER_ACTION,
    WORKFLOW_CANCELLATION
}
