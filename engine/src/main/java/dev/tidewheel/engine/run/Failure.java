package dev.tidewheel.engine.run;

import dev.tidewheel.model.error.ErrorCategory;
import dev.tidewheel.model.error.Problem;
import java.util.List;

/**
 * Why a flow failed.
 *
 * @param problems at least one; the first is the root cause
 * @param cause what was thrown
 */
public record Failure(List<Problem> problems, Throwable cause) {

    public Failure {
        problems = List.copyOf(problems);
    }

    /** True if trying again may help. */
    public boolean retryable() {
        return problems.stream().allMatch(problem -> problem.code().category() == ErrorCategory.TRANSIENT);
    }
}
