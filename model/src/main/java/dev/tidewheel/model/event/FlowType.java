package dev.tidewheel.model.event;

/** How a flow writes, as the event log names it. */
public enum FlowType {
    COMPLETE,
    CHANGE,
    SNAPSHOT_CHANGE,
    APPEND,
    MATERIALIZED_VIEW,
    VIEW
}
