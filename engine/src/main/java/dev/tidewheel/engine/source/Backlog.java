package dev.tidewheel.engine.source;

/**
 * What a source holds beyond a position, seen at one moment. It also marks that moment: a triggered run takes what the
 * backlog describes and no more. Immutable. Counts that are not known are -1.
 */
public interface Backlog {

    /** True if there is nothing beyond the position. */
    boolean isEmpty();

    long files();

    long bytes();

    long records();

    /** For how many seconds the oldest row has been waiting. */
    default double seconds() {
        return -1;
    }
}
