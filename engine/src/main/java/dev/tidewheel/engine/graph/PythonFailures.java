package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.frontend.python.source.PythonTraceback;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns what functions of the user raise into problems at the user's own lines. Stateless. */
public final class PythonFailures {

    private PythonFailures() {}

    /**
     * The problem behind an exception whose message holds a traceback; empty if it holds none.
     *
     * @param query in which the function was called
     */
    public static Optional<Problem> of(Throwable error, ErrorCode code, Query query) {
        return PythonTraceback.in(String.valueOf(error.getMessage())).map(raised -> problem(raised, code, query));
    }

    private static Problem problem(PythonTraceback raised, ErrorCode code, Query query) {
        List<PythonTraceback.Frame> calls = new ArrayList<>(raised.ofUser());
        if (calls.isEmpty()) {
            return hint(Problem.of(code, "a function of the user failed: " + raised.error()), raised)
                    .at(query.location());
        }
        Collections.reverse(calls);
        PythonTraceback.Frame last = calls.get(0);
        Problem problem = Problem.of(code, "`" + last.function() + "` failed: " + raised.error());
        if (query instanceof RelationQuery python) {
            String callers = calls.stream()
                    .skip(1)
                    .map(frame -> python.place(frame.path(), frame.line()).file() + ":" + frame.line() + " in "
                            + frame.function())
                    .collect(Collectors.joining(", from "));
            return hint(callers.isEmpty() ? problem : problem.because("called from " + callers), raised)
                    .at(python.place(last.path(), last.line()));
        }
        return hint(problem.because("at " + last.path() + ":" + last.line()), raised)
                .at(query.location());
    }

    private static Problem hint(Problem problem, PythonTraceback raised) {
        return raised.error().startsWith("ModuleNotFoundError")
                ? problem.remedy(
                        "add the package to `environment: {dependencies: [...]}` of the pipeline file, or, if it"
                                + " is a file of yours, put it below the pipeline's root")
                : problem;
    }
}
