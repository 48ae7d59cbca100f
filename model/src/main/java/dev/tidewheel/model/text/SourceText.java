package dev.tidewheel.model.text;

import java.util.Arrays;
import java.util.Objects;

/** The content of one source file; turns character offsets into places. A value; safe for all threads. */
public final class SourceText {
    private final String file;
    private final String content;
    /** Offset of the first character of each line. */
    private final int[] lineStarts;

    /**
     * @param file path as the user would write it
     * @param content the file's text
     */
    public SourceText(String file, String content) {
        this.file = Objects.requireNonNull(file, "file is null");
        this.content = Objects.requireNonNull(content, "content is null");
        this.lineStarts = lineStarts(content);
    }

    private static int[] lineStarts(String content) {
        int[] starts = new int[64];
        int lines = 1;
        for (int at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) {
            if (lines == starts.length) {
                starts = Arrays.copyOf(starts, 2 * lines);
            }
            starts[lines++] = at + 1;
        }
        return Arrays.copyOf(starts, lines);
    }

    public String file() {
        return file;
    }

    public String content() {
        return content;
    }

    /** The place of the characters from {@code start} (inclusive) to {@code end} (exclusive); offsets are clipped. */
    public SourceLocation locate(int start, int end) {
        int from = Math.max(0, Math.min(start, content.length()));
        int found = Arrays.binarySearch(lineStarts, from);
        int line = found >= 0 ? found : -found - 2;
        int lineStart = lineStarts[line];
        int lineEnd = line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : content.length();
        String text = content.substring(lineStart, lineEnd);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        int length = Math.min(Math.max(end, from + 1), lineEnd) - from;
        return new SourceLocation(file, line + 1, from - lineStart + 1, length, text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceText that && file.equals(that.file) && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return 31 * file.hashCode() + content.hashCode();
    }

    @Override
    public String toString() {
        return file;
    }

    /** Offset of the first character of a line, counted from 1; the end of the text for lines behind it. */
    public int lineStart(int line) {
        return line > lineStarts.length ? content.length() : lineStarts[Math.max(0, line - 1)];
    }

    /** The place of a line without the space around it; the file as a whole for line 0. */
    public SourceLocation locateLine(int line) {
        if (line == 0) {
            return SourceLocation.ofFile(file);
        }
        int start = lineStart(line);
        int end = content.indexOf('\n', start);
        int last = end < 0 ? content.length() : end;
        while (start < last && Character.isWhitespace(content.charAt(start))) {
            start++;
        }
        while (last > start && Character.isWhitespace(content.charAt(last - 1))) {
            last--;
        }
        return locate(start, last);
    }
}
