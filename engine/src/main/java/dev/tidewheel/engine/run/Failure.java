package dev.tidewheel.engine.run;

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
        return mayPass(problems);
    }

    /**
     * True if none of the problems is the user's or a defect. If it is not known whether a commit took place, a flow may be
     * run again as well: it begins by reading the table's log, and no batch is committed twice.
     */
    public static boolean mayPass(List<Problem> problems) {
        return problems.stream().allMatch(problem -> problem.code().category().mayPass());
    }
}
