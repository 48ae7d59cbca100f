package dev.tidewheel.model.event;

/** How much an event matters, from least to most. */
public enum EventLevel {
    /** Figures in high volume; recorded, but not shown unless asked for. */
    METRICS,
    INFO,
    WARN,
    ERROR;

    /** True if an event of this level is wanted by somebody who asked for {@code minimum} and above. */
    public boolean isAtLeast(EventLevel minimum) {
        return compareTo(minimum) >= 0;
    }
}
