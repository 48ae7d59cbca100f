package dev.tidewheel.engine.frontend.python.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Python said when code of the user raised: taken out of the message of an exception of Spark. Immutable.
 *
 * @param error kind and text of what was raised, on one line
 * @param frames the calls that led there, outermost first, those of libraries included
 */
public record PythonTraceback(String error, List<Frame> frames) {

    private static final String BEGINNING = "Traceback (most recent call last):";
    private static final Pattern FRAME = Pattern.compile("\\s*File \"(.+)\", line (\\d+), in (.+)");
    private static final Pattern END = Pattern.compile("\\s*SQLSTATE: \\w{5}\\s*$");
    private static final Pattern FOREIGN =
            Pattern.compile("^<|[/\\\\](site-packages|lib[/\\\\]python3[^/\\\\]*)[/\\\\]");

    /** A line of a file that was being run. */
    public record Frame(String path, int line, String function) {}

    public PythonTraceback {
        frames = List.copyOf(frames);
    }

    /** The last traceback in {@code message}; it is the one of the exception that nobody caught. */
    public static Optional<PythonTraceback> in(String message) {
        int begin = message.lastIndexOf(BEGINNING);
        if (begin < 0) {
            return Optional.empty();
        }
        List<Frame> frames = new ArrayList<>();
        StringBuilder error = new StringBuilder();
        String text = END.matcher(message.substring(begin + BEGINNING.length())).replaceFirst("");
        for (String line : text.split("\n\nJVM stacktrace:", 2)[0].lines().toList()) {
            Matcher frame = FRAME.matcher(line);
            if (frame.matches()) {
                frames.add(new Frame(frame.group(1), Integer.parseInt(frame.group(2)), frame.group(3)));
            } else if (error.length() > 0 || (!line.isBlank() && !Character.isWhitespace(line.charAt(0)))) {
                error.append(error.length() > 0 ? " " : "").append(line.strip());
            }
        }
        return Optional.of(new PythonTraceback(error.toString().strip(), frames));
    }

    /** The calls in the user's own files, outermost first. */
    public List<Frame> ofUser() {
        return frames.stream()
                .filter(frame -> !FOREIGN.matcher(frame.path()).find())
                .toList();
    }
}
