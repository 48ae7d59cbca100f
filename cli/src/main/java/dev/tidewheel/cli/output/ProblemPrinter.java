package dev.tidewheel.cli.output;

import dev.tidewheel.model.error.Problem;
import java.util.List;

/** Shows everything that is wrong, all of it at once. */
public interface ProblemPrinter {

    void print(List<Problem> problems);

    /** For people, on the message stream; or with JSON for machines, as the last line of the result. */
    static ProblemPrinter of(OutputFormat format, Console console) {
        return format == OutputFormat.JSON ? new ProblemJson(console) : new ProblemText(console);
    }
}
