package dev.tidewheel.engine.plan;

/** Whether a flow runs, as far as can be said beforehand. */
public enum FlowDecision {
    /** There is something to do. */
    RUN,
    /** Nothing to do unless an upstream flow of the same update changes an input. */
    RUN_IF_UPSTREAM_CHANGES,
    /** Nothing to do. */
    NO_OP,
    /** Not selected. */
    EXCLUDED
}
