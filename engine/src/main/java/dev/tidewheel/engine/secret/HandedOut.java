package dev.tidewheel.engine.secret;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of secrets that this process has put somewhere, so that they can be taken out of all that it says. Values of
 * less than four characters are not looked for: they would be found everywhere. Those of less than eight are found where
 * they stand by themselves, but not within longer words, so that a table is still called {@code shop_orders} if a password
 * is {@code shop}. Thread-safe.
 */
public final class HandedOut {

    private static final String HIDDEN = "[REDACTED]";
    private static final int SHORTEST = 4;
    private static final int FOUND_ANYWHERE = 8;
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
            if (find(text, value, 0) >= 0) {
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
            redacted = without(redacted, value);
        }
        return redacted;
    }

    private static String without(String text, String value) {
        int found = find(text, value, 0);
        if (found < 0) {
            return text;
        }
        StringBuilder redacted = new StringBuilder();
        int end = 0;
        while (found >= 0) {
            redacted.append(text, end, found).append(HIDDEN);
            end = found + value.length();
            found = find(text, value, end);
        }
        return redacted.append(text, end, text.length()).toString();
    }

    /** Where the value stands, from a place on; -1 if it does not. */
    private static int find(String text, String value, int from) {
        int found = text.indexOf(value, from);
        while (found >= 0 && value.length() < FOUND_ANYWHERE && isWithinWord(text, found, found + value.length())) {
            found = text.indexOf(value, found + 1);
        }
        return found;
    }

    private static boolean isWithinWord(String text, int start, int end) {
        boolean before = start > 0 && isPart(text.charAt(start - 1)) && isPart(text.charAt(start));
        boolean after = end < text.length() && isPart(text.charAt(end)) && isPart(text.charAt(end - 1));
        return before || after;
    }

    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
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
