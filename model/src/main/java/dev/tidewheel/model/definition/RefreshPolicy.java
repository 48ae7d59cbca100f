package dev.tidewheel.model.definition;

/** How a materialized view may be brought up to date; the {@code REFRESH POLICY} clause of DLT. */
public enum RefreshPolicy {
    /** Whatever costs least. */
    AUTO,
    /** From the changes of its inputs; recomputed where that is not possible. */
    INCREMENTAL,
    /** From the changes of its inputs, or fail. */
    INCREMENTAL_STRICT,
    /** Recomputed each time. */
    FULL
}
