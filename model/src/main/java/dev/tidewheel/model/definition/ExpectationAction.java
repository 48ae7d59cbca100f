package dev.tidewheel.model.definition;

/** What happens to a row, or to the flow, when a row violates an expectation. */
public enum ExpectationAction {
    /** The row is kept and counted. */
    WARN,
    /** The row is removed and counted. */
    DROP,
    /** The flow fails and nothing of the batch is written. */
    FAIL
}
