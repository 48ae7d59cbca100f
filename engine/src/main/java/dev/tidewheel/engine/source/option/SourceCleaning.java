package dev.tidewheel.engine.source.option;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What becomes of files some time after their rows were committed.
 *
 * @param retention how long they stay in any case, so that the table can be restored to a version before them
 * @param destination folder to which they are moved; empty for other actions
 */
public record SourceCleaning(Action action, Duration retention, String destination) {
    /** How long files stay if the user does not say. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    /** A table may well be restored within such a time, and then needs the files again. */
    static final Duration LEAST_BEFORE_DELETION = Duration.ofDays(7);

    /** What is done with them. */
    public enum Action {
        OFF,
        MOVE,
        DELETE;

        static Optional<Action> named(String text) {
            return Arrays.stream(values())
                    .filter(action -> action.name().equalsIgnoreCase(text.strip()))
                    .findFirst();
        }
    }
}
