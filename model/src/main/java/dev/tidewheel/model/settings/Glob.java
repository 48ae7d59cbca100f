package dev.tidewheel.model.settings;

import java.nio.file.Path;
import java.util.Objects;
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
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /**
     * @param text absolute
     * @throws PatternSyntaxException if a bracket is not closed
     */
    static Glob of(String text) {
        String[] parts = text.split("/", -1);
        StringBuilder base = new StringBuilder();
        int index = 1;
        while (index < parts.length && !hasWildcard(parts[index])) {
            base.append('/').append(parts[index++]);
        }
        boolean literal = index == parts.length;
        String regex = literal ? Pattern.quote(base.toString()) + "(/.*)?" : translate(text);
        return new Glob(
                Path.of(base.isEmpty() ? "/" : base.toString()).normalize(),
                Pattern.compile(regex, Pattern.DOTALL),
                literal);
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
