package dev.tidewheel.engine.secret;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of secrets that this process has put somewhere, so that they can be taken out of all that it says. Values of
 * less than four characters are not looked for: they would be found everywhere. Thread-safe.
 */
public final class HandedOut {

    private static final String HIDDEN = "[REDACTED]";
    private static final int SHORTEST = 4;
    private static final Set<String> VALUES = ConcurrentHashMap.newKeySet();

    private HandedOut() {}

    /** Remembers a value, and how it stands in JSON. */
    public static void note(String value) {
        if (value.length() >= SHORTEST) {
            VALUES.add(value);
            VALUES.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
        }
    }

    /** True if a text holds one of the values. */
    public static boolean isIn(String text) {
        for (String value : VALUES) {
            if (text.contains(value)) {
                return true;
            }
        }
        return false;
    }

    /** The text without the values. */
    public static String redact(String text) {
        if (!isIn(text)) {
            return text;
        }
        String redacted = text;
        for (String value : VALUES.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            redacted = redacted.replace(value, HIDDEN);
        }
        return redacted;
    }

    /** Problems without the values. */
    public static List<Problem> redact(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(
                        problem.code(),
                        redact(problem.message()),
                        redact(problem.cause()),
                        redact(problem.fix()),
                        problem.location(),
                        problem.dataset()))
                .toList();
    }

    /** The exception, or if a problem of it holds a value, one that does not. */
    public static PipelineException redact(PipelineException exception) {
        List<Problem> redacted = redact(exception.problems());
        return redacted.equals(exception.problems()) ? exception : new PipelineException(redacted);
    }
}
