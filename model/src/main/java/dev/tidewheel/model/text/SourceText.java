package dev.tidewheel.model.text;

import java.util.Objects;

/**
 * The content of one source file; turns character offsets into places.
 *
 * @param file path as the user would write it
 * @param content the file's text
 */
public record SourceText(String file, String content) {

    public SourceText {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(content, "content is null");
    }

    /** The place of the characters from {@code start} (inclusive) to {@code end} (exclusive); offsets are clipped. */
    public SourceLocation locate(int start, int end) {
        int from = Math.max(0, Math.min(start, content.length()));
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < from; i++) {
            if (content.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int lineEnd = content.indexOf('\n', from);
        if (lineEnd < 0) {
            lineEnd = content.length();
        }
        String text = content.substring(lineStart, lineEnd);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        int length = Math.min(Math.max(end, from + 1), lineEnd) - from;
        return new SourceLocation(file, line, from - lineStart + 1, length, text);
    }
}
