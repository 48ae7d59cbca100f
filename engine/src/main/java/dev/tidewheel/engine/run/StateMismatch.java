package dev.tidewheel.engine.run;

import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;

/**
 * What Spark finds out about state when a query starts, and nobody can know before: what a user's class keeps in its
 * variables is seen only when it runs. Stateless.
 */
final class StateMismatch {

    private static final Set<String> CONDITIONS = Set.of(
            "STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE",
            "STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE",
            "STATE_STORE_INVALID_VALUE_SCHEMA_EVOLUTION",
            "STATE_STORE_COLUMN_FAMILY_SCHEMA_INCOMPATIBLE",
            "STATE_STORE_INVALID_VARIABLE_TYPE_CHANGE",
            "STATE_STORE_INVALID_CONFIG_AFTER_RESTART");

    private StateMismatch() {}

    /** The problem if {@code error} says that state of before cannot be read as state of now. */
    static Optional<Problem> explain(Throwable error) {
        if (!(error instanceof SparkThrowable known && CONDITIONS.contains(String.valueOf(known.getCondition())))) {
            return Optional.empty();
        }
        String text = Arrays.stream(SparkProblems.message(error).strip().split("(?<=\\.)\\s+"))
                .filter(sentence -> !sentence.matches("(?s)(Please|If you want|However|To) .*"))
                .collect(Collectors.joining(" "));
        return Optional.of(Problem.of(
                        ErrorCode.INCOMPATIBLE_CHANGE,
                        "the state that the flow has kept is not what its query keeps now")
                .because(text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
                .remedy(
                        "undo the change; or give a variable that changed another name, so that it begins empty; or let the"
                                + " table begin anew with --full-refresh"));
    }
}
