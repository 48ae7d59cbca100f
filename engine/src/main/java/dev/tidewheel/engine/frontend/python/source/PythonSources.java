package dev.tidewheel.engine.frontend.python.source;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.SqlFragment.Anchor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python files of a pipeline, those included that its files import: they are read when something is to be shown of
 * them. Thread-safe.
 */
public final class PythonSources {

    private static final int LINES_AHEAD = 40;

    /** A call that decorates a function, or is a statement of its own, has ended where the next function begins. */
    private static final Pattern FUNCTION = Pattern.compile("\\n[ \\t]*(async +)?(def|class)\\b");

    private final Path root;
    private final Map<String, SourceText> texts = new ConcurrentHashMap<>();

    /** @param root names of files are relative to it where possible */
    public PythonSources(Path root) {
        this.root = real(root);
    }

    /** Python names files by where they really are. */
    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    /** The place of a line; of {@code word} if it stands as a literal in the call that begins at the line. */
    public SourceLocation locate(String path, int line, String word) {
        SourceText text = text(path);
        if (line == 0 || text.content().isEmpty()) {
            return SourceLocation.ofLine(text.file(), line);
        }
        OptionalInt written = word.isEmpty() ? OptionalInt.empty() : find(text, line, word, callEnd(text, line));
        return written.isPresent()
                ? text.locate(written.getAsInt(), written.getAsInt() + word.length())
                : text.locateLine(line);
    }

    /** SQL that was given at a line; its errors point into it if it is written there as it is, else at the line. */
    public SqlFragment fragment(String path, int line, String sql) {
        SourceText text = text(path);
        if (text.content().isEmpty()) {
            return SqlFragment.detached(sql, text.file());
        }
        OptionalInt written = sql.isEmpty() ? OptionalInt.empty() : find(text, line, sql, limit(text, line));
        Anchor anchor = written.isPresent()
                ? new Anchor(0, written.getAsInt(), true)
                : new Anchor(0, lineOffset(text, line), false);
        return new SqlFragment(sql, text, List.of(anchor));
    }

    /** SQL that stands as a literal at a line or soon after it; empty if it was put together while the file was run. */
    public Optional<SqlFragment> written(String path, int line, String sql) {
        SourceText text = text(path);
        if (text.content().isEmpty() || sql.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt found = find(text, line, sql, limit(text, line));
        return found.isPresent()
                ? Optional.of(new SqlFragment(sql, text, List.of(new Anchor(0, found.getAsInt(), true))))
                : Optional.empty();
    }

    private static int lineOffset(SourceText text, int line) {
        int start = text.lineStart(line);
        while (start < text.content().length()
                && Character.isWhitespace(text.content().charAt(start))) {
            start++;
        }
        return Math.min(start, Math.max(0, text.content().length() - 1));
    }

    private static int limit(SourceText text, int line) {
        return text.lineStart(line + LINES_AHEAD);
    }

    /** Where a call ends at the latest: a decorator ends before its function. */
    private static int callEnd(SourceText text, int line) {
        Matcher function = FUNCTION.matcher(text.content());
        int limit = limit(text, line);
        return function.find(text.lineStart(line)) ? Math.min(function.start(), limit) : limit;
    }

    /** Where a literal with this text begins, at or after a line. */
    private static OptionalInt find(SourceText text, int line, String wanted, int limit) {
        String content = text.content();
        int at = content.indexOf(wanted, text.lineStart(line));
        while (at >= 0 && at < limit) {
            int end = at + wanted.length();
            char before = at == 0 ? ' ' : content.charAt(at - 1);
            char after = end < content.length() ? content.charAt(end) : ' ';
            if (before == after && (before == '"' || before == '\'')) {
                return OptionalInt.of(at);
            }
            at = content.indexOf(wanted, at + 1);
        }
        return OptionalInt.empty();
    }

    private SourceText text(String path) {
        return texts.computeIfAbsent(path, this::read);
    }

    private SourceText read(String path) {
        try {
            Path file = Path.of(path);
            return new SourceText(
                    name(path), Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.UTF_8) : "");
        } catch (IOException | InvalidPathException e) {
            return new SourceText(path, "");
        }
    }

    /** Takes {@code content} for a file in which something else is written: a notebook in JSON. */
    public void replace(String path, String content) {
        texts.put(path, new SourceText(name(path), content));
    }

    private String name(String path) {
        Path file = Path.of(path);
        return file.startsWith(root) ? root.relativize(file).toString() : path;
    }
}
