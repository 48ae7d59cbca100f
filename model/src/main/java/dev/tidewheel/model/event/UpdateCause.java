package dev.tidewheel.model.event;

/** Why an update was started. */
public enum UpdateCause {
    API_CALL,
    INFRASTRUCTURE_MAINTENANCE,
    JOB_TASK,
    RETRY_ON_FAILURE,
    SCHEMA_CHANGE,
    SERVICE_UPGRADE,
    USER_ACTION
}
