package dev.tidewheel.model.error;

import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.stream.Collectors;

/** One or more problems that stop what was being done. The problems are what is shown; the trace is for the log. */
public class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public PipelineException(Problem problem) {
        this(List.of(problem), null);
    }

    public PipelineException(Problem problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    public PipelineException(List<Problem> problems) {
        this(problems, null);
    }

    private PipelineException(List<Problem> problems, @org.jspecify.annotations.Nullable Throwable cause) {
        super(
                problems.stream()
                        .map(problem -> "[" + problem.code() + "] " + problem.message())
                        .collect(Collectors.joining("; ")),
                cause);
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }

    /** The same problems; those that have no place yet are at {@code location}. */
    public PipelineException locatedAt(SourceLocation location) {
        return new PipelineException(
                problems.stream()
                        .map(problem -> problem.location() == null ? problem.at(location) : problem)
                        .toList(),
                this);
    }

    /** The same problems; those that have no dataset yet are about {@code dataset}. */
    public PipelineException about(String dataset) {
        return new PipelineException(
                problems.stream()
                        .map(problem -> problem.dataset() == null ? problem.in(dataset) : problem)
                        .toList(),
                this);
    }
}
