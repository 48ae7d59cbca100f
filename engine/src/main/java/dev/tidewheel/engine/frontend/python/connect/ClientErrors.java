package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;

/** Problems in the form in which a client shows them: as the message of an exception of Spark, without a trace. Stateless. */
public final class ClientErrors {

    private ClientErrors() {}

    /** To be thrown; the exception is a checked one, which code that Spark calls may throw all the same. */
    public static RuntimeException thrown(PipelineException failure) {
        throw Unchecked.<RuntimeException>of(of(failure));
    }

    private static SparkException of(PipelineException failure) {
        List<Problem> problems = failure.problems().stream().distinct().toList();
        String texts = problems.stream().map(ClientErrors::text).collect(Collectors.joining("\n"));
        return new SparkException(problems.size() == 1 ? texts : problems.size() + " problems\n" + texts);
    }

    private static String text(Problem problem) {
        SourceLocation location = problem.location();
        StringBuilder text = new StringBuilder("[" + problem.code() + "] ");
        if (location != null) {
            text.append(location).append(": ");
        }
        text.append(problem.message());
        if (location != null && location.line() > 0 && !location.lineText().isBlank()) {
            text.append("\n    ")
                    .append(location.line())
                    .append(" | ")
                    .append(location.lineText().stripTrailing());
        }
        detail("dataset", problem.dataset() == null ? "" : problem.dataset(), text);
        detail("cause  ", problem.cause(), text);
        detail("fix    ", problem.fix(), text);
        return text.toString();
    }

    private static void detail(String label, String detail, StringBuilder text) {
        if (!detail.isBlank()) {
            text.append("\n    ")
                    .append(label)
                    .append("  ")
                    .append(detail.strip().replace("\n", "\n             "));
        }
    }
}
