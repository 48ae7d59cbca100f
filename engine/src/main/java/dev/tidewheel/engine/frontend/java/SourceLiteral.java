package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.SqlFragment.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a text that a program was given where it is written in the program's source. Stateless. */
final class SourceLiteral {
    private static final int LINES_AHEAD = 25;
    private static final String BLOCK = "\"\"\"";

    private SourceLiteral() {}

    /** Where the parts of {@code text} are written, at or soon after a line; empty if it is not written there as such. */
    static Optional<List<Anchor>> find(SourceText source, int line, String text) {
        String content = source.content();
        int from = lineStart(content, line);
        int limit = lineStart(content, line + LINES_AHEAD);
        int quote = content.indexOf('"', from);
        while (quote >= 0 && quote < limit) {
            boolean block = content.startsWith(BLOCK, quote);
            Optional<List<Anchor>> found =
                    block ? block(content, quote + BLOCK.length(), text) : chain(content, quote, text);
            if (found.isPresent()) {
                return found;
            }
            quote = content.indexOf('"', quote + (block ? BLOCK.length() : 1));
        }
        return Optional.empty();
    }

    /** Offset of the first character of a line, counted from 1; the end of the text for lines behind it. */
    static int lineStart(String content, int line) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int end = content.indexOf('\n', start);
            if (end < 0) {
                return content.length();
            }
            start = end + 1;
        }
        return start;
    }

    /** Plain literals, joined by plus. */
    private static Optional<List<Anchor>> chain(String content, int quote, String text) {
        StringBuilder value = new StringBuilder();
        List<Anchor> anchors = new ArrayList<>();
        int next = quote;
        while (next >= 0) {
            int at = next + 1;
            anchors.add(new Anchor(value.length(), at, true));
            while (at < content.length() && content.charAt(at) != '"') {
                char character = content.charAt(at);
                if (character == '\n') {
                    return Optional.empty();
                }
                if (character == '\\') {
                    int escaped = at + 1 < content.length() ? "ntrbfs\"'\\".indexOf(content.charAt(at + 1)) : -1;
                    if (escaped < 0) {
                        return Optional.empty();
                    }
                    anchors.add(new Anchor(value.length(), at, false));
                    value.append("\n\t\r\b\f \"'\\".charAt(escaped));
                    at += 2;
                    anchors.add(new Anchor(value.length(), at, true));
                } else {
                    value.append(character);
                    at++;
                }
            }
            if (!text.startsWith(value.toString())) {
                return Optional.empty();
            }
            next = joined(content, at + 1);
        }
        return text.contentEquals(value) ? Optional.of(anchors) : Optional.empty();
    }

    /** The quote of a literal that is joined to what ends at {@code at}; negative if there is none. */
    private static int joined(String content, int at) {
        int plus = skipSpace(content, at);
        if (plus >= content.length() || content.charAt(plus) != '+') {
            return -1;
        }
        int quote = skipSpace(content, plus + 1);
        return quote < content.length() && content.charAt(quote) == '"' ? quote : -1;
    }

    private static int skipSpace(String content, int at) {
        int next = at;
        while (next < content.length() && Character.isWhitespace(content.charAt(next))) {
            next++;
        }
        return next;
    }

    /** A text block without escapes, whose indentation the compiler has removed. */
    private static Optional<List<Anchor>> block(String content, int opened, String text) {
        List<Anchor> anchors = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        int indent = -1;
        int offset = 0;
        int start = content.indexOf('\n', opened) + 1;
        for (int i = 0; i < lines.length && start > 0; i++) {
            int end = content.indexOf('\n', start);
            String written = content.substring(start, end < 0 ? content.length() : end);
            if (i == lines.length - 1) {
                int close = written.indexOf(BLOCK);
                if (close < 0) {
                    return Optional.empty();
                }
                written = written.substring(0, close);
            }
            String bare = written.stripTrailing();
            if (!lines[i].isEmpty()) {
                int here = bare.length() - lines[i].length();
                boolean fits = here >= 0
                        && bare.endsWith(lines[i])
                        && bare.substring(0, here).isBlank();
                if (!fits || (indent >= 0 && indent != here)) {
                    return Optional.empty();
                }
                indent = here;
            } else if (!bare.isEmpty()) {
                return Optional.empty();
            }
            anchors.add(new Anchor(offset, start + Math.min(Math.max(indent, 0), written.length()), true));
            offset += lines[i].length() + 1;
            start = end + 1;
        }
        return anchors.size() == lines.length ? Optional.of(anchors) : Optional.empty();
    }
}
