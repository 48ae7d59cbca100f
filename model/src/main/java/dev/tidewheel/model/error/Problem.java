package dev.tidewheel.model.error;

import dev.tidewheel.model.text.SourceLocation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, ready to be shown: what happened, why, how to mend it, and where.
 *
 * @param code stable code
 * @param message what happened, one sentence, no trailing full stop
 * @param cause why, empty if the message says it
 * @param fix what the user can do, empty if nothing general can be said
 * @param location where in the user's files, if known
 * @param dataset full name of the dataset or flow concerned, if any
 */
public record Problem(
        ErrorCode code,
        String message,
        String cause,
        String fix,
        @Nullable SourceLocation location,
        @Nullable String dataset) {

    public Problem {
        Objects.requireNonNull(code, "code is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(cause, "cause is null");
        Objects.requireNonNull(fix, "fix is null");
    }

    public static Problem of(ErrorCode code, String message) {
        return new Problem(code, message, "", "", null, null);
    }

    /** The same under another code. */
    public Problem as(ErrorCode newCode) {
        return new Problem(newCode, message, cause, fix, location, dataset);
    }

    public Problem because(String newCause) {
        return new Problem(code, message, newCause, fix, location, dataset);
    }

    public Problem remedy(String newFix) {
        return new Problem(code, message, cause, newFix, location, dataset);
    }

    public Problem at(@Nullable SourceLocation newLocation) {
        return new Problem(code, message, cause, fix, newLocation, dataset);
    }

    public Problem in(String newDataset) {
        return new Problem(code, message, cause, fix, location, newDataset);
    }
}
