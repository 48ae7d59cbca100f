package dev.tidewheel.cli;

import dev.tidewheel.model.error.ErrorCategory;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the process returns. Scripts rely on it. */
final class ExitCode {
    static final int DONE = 0;
    static final int UPDATE_FAILED = 1;
    static final int INVALID = 2;

    /** Errors of the user that show only while data flows. */
    private static final Set<ErrorCode> WHILE_RUNNING = EnumSet.of(
            ErrorCode.EXPECTATION_VIOLATION,
            ErrorCode.QUERY_FAILED,
            ErrorCode.TABLE_CONSTRAINT_VIOLATION,
            ErrorCode.STORAGE_NOT_WRITABLE,
            ErrorCode.SOURCE_UNREADABLE,
            ErrorCode.SOURCE_CHANGED,
            ErrorCode.UPDATE_IN_PROGRESS);

    private ExitCode() {}

    /** The command line or the pipeline is at fault if all problems could be seen without running anything. */
    static int of(List<Problem> problems) {
        boolean invalid = !problems.isEmpty()
                && problems.stream()
                        .map(Problem::code)
                        .allMatch(code -> code.category() == ErrorCategory.USER && !WHILE_RUNNING.contains(code));
        return invalid ? INVALID : UPDATE_FAILED;
    }
}
