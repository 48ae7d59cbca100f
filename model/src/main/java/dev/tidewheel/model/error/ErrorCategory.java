package dev.tidewheel.model.error;

/** Who can do something about an error, and whether trying again can help. */
public enum ErrorCategory {
    /** The user's code, settings or data; trying again gives the same. */
    USER,
    /** May pass by itself: a lost executor, a throttled store, a concurrent commit. */
    TRANSIENT,
    /** A defect of ours or of the platform. */
    SYSTEM,
    /** Whether the change took place is not known; the log must be read before anything is repeated. */
    UNKNOWN_OUTCOME;

    /** True if doing the same again may end otherwise. */
    public boolean mayPass() {
        return this == TRANSIENT || this == UNKNOWN_OUTCOME;
    }
}
