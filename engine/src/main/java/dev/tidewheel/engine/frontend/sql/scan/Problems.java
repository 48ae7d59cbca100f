package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems of a file, as they are found. Not thread-safe. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public void addAll(PipelineException exception) {
        found.addAll(exception.problems());
    }

    public int count() {
        return found.size();
    }

    /** Says of the problems from number {@code first} on, where it is not said yet, that they are about {@code dataset}. */
    public void attribute(int first, String dataset) {
        found.subList(first, found.size())
                .replaceAll(problem -> problem.dataset() == null ? problem.in(dataset) : problem);
    }

    /** @throws PipelineException with all problems in the order of the file, if there are any */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new PipelineException(found.stream().sorted(BY_PLACE).toList());
        }
    }

    private static final Comparator<Problem> BY_PLACE = Comparator.<Problem>comparingInt(problem ->
                    problem.location() == null ? 0 : problem.location().line())
            .thenComparingInt(problem ->
                    problem.location() == null ? 0 : problem.location().column());
}
