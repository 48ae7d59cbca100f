package dev.tidewheel.model.settings;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of absolute paths: {@code *} and {@code ?} stay within a name, {@code **} spans folders (also none),
 * {@code [ab]} and {@code {a,b}} are alternatives. Without any of them it stands for the file itself and for all that
 * is below a folder of that name.
 *
 * @param base the deepest folder whose name holds no wildcard; everything that fits is below it
 * @param pattern what paths have to match
 * @param literal true if there is no wildcard; {@link #base} is then the file or folder itself
 */
record Glob(Path base, Pattern pattern, boolean literal) {

    Glob {
        Objects.requireNonNull(base, "base is null");
        Objects.requireNonNull(pattern, "pattern is null");
    }

    static boolean hasWildcard(String text) {
        return firstWildcard(text) < text.length();
    }

    /** The part of {@code written} before its wildcards, a path for itself. */
    static String head(String written) {
        if (!hasWildcard(written)) {
            return written;
        }
        int slash = written.lastIndexOf('/', firstWildcard(written));
        return slash < 0 ? "." : written.substring(0, slash + 1);
    }

    /**
     * The pattern {@code written}, whose head is at {@code base}. Wildcards in the names above {@code base} mean
     * nothing.
     *
     * @throws PatternSyntaxException if a bracket is not closed
     */
    static Glob of(String written, Path base) {
        boolean literal = !hasWildcard(written);
        String top = base.toString().equals("/") ? "" : base.toString();
        String rest = literal ? "(/.*)?" : "/" + translate(tail(written));
        return new Glob(base, Pattern.compile(Pattern.quote(top) + rest, Pattern.DOTALL), literal);
    }

    /** What is wrong with the pattern {@code written} at {@code location}, if anything is. */
    static Optional<Problem> check(String written, SourceLocation location) {
        try {
            Pattern.compile(translate(tail(written)));
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    Problem.of(ErrorCode.PIPELINE_FILE_INVALID_VALUE, "`" + written + "` is not a valid glob")
                            .because("A bracket is not closed")
                            .remedy("Close each `[` and `{`")
                            .at(location));
        }
    }

    private static String tail(String written) {
        if (!hasWildcard(written)) {
            return "";
        }
        return written.substring(written.lastIndexOf('/', firstWildcard(written)) + 1);
    }

    private static int firstWildcard(String text) {
        return (int) text.chars().takeWhile(c -> "*?[{".indexOf(c) < 0).count();
    }

    boolean matches(Path path) {
        return pattern.matcher(path.toString()).matches();
    }

    private static String translate(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                regex.append(glob.startsWith("[!", i) ? "[^/" : "[");
                i += glob.startsWith("[!", i) ? 1 : 0;
            } else if (c == ']') {
                regex.append(']');
            } else if (c == '{') {
                regex.append("(?:");
                braces++;
            } else if (c == '}' && braces > 0) {
                regex.append(')');
                braces--;
            } else if (c == ',' && braces > 0) {
                regex.append('|');
            } else if (c == '-') {
                regex.append(c);
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
