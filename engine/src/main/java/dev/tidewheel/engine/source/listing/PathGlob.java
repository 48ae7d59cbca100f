package dev.tidewheel.engine.source.listing;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A path pattern: {@code ?} one character, {@code *} any characters, {@code [abc]}, {@code [a-z]} and {@code [^a]} one
 * character of a set, {@code {ab,c{d,e}}} alternatives, {@code \} takes the next character literally. Immutable.
 */
final class PathGlob {
    private static final String SPECIAL = "?*[{";

    private final Pattern pattern;

    private PathGlob(Pattern pattern) {
        this.pattern = pattern;
    }

    /** A pattern whose {@code *} and {@code ?} stop at the end of a folder's name. */
    static PathGlob strict(String glob) {
        return compile(glob, "[^/]");
    }

    /** A pattern whose {@code *} also reaches into the folders below. */
    static PathGlob lenient(String glob) {
        return compile(glob, ".");
    }

    static boolean hasSpecialCharacters(String path) {
        return path.chars().anyMatch(character -> SPECIAL.indexOf(character) >= 0);
    }

    /** The longest leading folder of a path without any special character. */
    static String literalPrefix(String path) {
        int special = 0;
        while (special < path.length() && SPECIAL.indexOf(path.charAt(special)) < 0) {
            special++;
        }
        int slash = path.lastIndexOf('/', special);
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static PathGlob compile(String glob, String anyCharacter) {
        try {
            return new PathGlob(Pattern.compile(translate(glob, anyCharacter), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw invalid(glob, e);
        }
    }

    private static String translate(String glob, String anyCharacter) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char character = glob.charAt(i);
            switch (character) {
                case '*' -> regex.append(anyCharacter).append('*');
                case '?' -> regex.append(anyCharacter);
                case '{' -> {
                    depth++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(depth > 0 ? ")" : "\\}");
                    depth = Math.max(0, depth - 1);
                }
                case ',' -> regex.append(depth > 0 ? "|" : ",");
                case '[' -> i = appendSet(glob, i, regex);
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                }
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        if (depth > 0) {
            throw invalid(glob, new IllegalArgumentException("a `{` is not closed"));
        }
        return regex.toString();
    }

    /** Copies a set; returns the index of its closing bracket. */
    private static int appendSet(String glob, int open, StringBuilder regex) {
        int close = glob.indexOf(']', open + 2);
        if (close < 0) {
            throw invalid(glob, new IllegalArgumentException("a `[` is not closed"));
        }
        String set = glob.substring(open + 1, close);
        boolean negated = set.startsWith("^") || set.startsWith("!");
        String members = negated ? set.substring(1) : set;
        regex.append(negated ? "[^" : "[")
                .append(members.replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&")
                        .replace("^", "\\^"))
                .append(']');
        return close;
    }

    private static PipelineException invalid(String glob, Exception cause) {
        String reason = cause instanceof PatternSyntaxException syntax
                ? syntax.getDescription()
                : String.valueOf(cause.getMessage());
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The path pattern `" + glob + "` cannot be understood")
                        .because(reason)
                        .remedy("In a pattern `{a,b}` gives alternatives and `[a-z]` a set of characters"),
                cause);
    }
}
