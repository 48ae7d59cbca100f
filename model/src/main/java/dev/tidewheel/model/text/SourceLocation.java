package dev.tidewheel.model.text;

import java.util.Objects;

/**
 * A place in a user's file, precise enough to print the line with a caret under it.
 *
 * @param file path as the user would write it, relative to the pipeline's root where possible
 * @param line first line, from 1; 0 if only the file is known
 * @param column first column, from 1; 0 if only the line is known
 * @param length number of characters to underline on that line, at least 1
 * @param lineText the text of that line, empty if it is not known
 */
public record SourceLocation(String file, int line, int column, int length, String lineText) {

    public SourceLocation {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(lineText, "lineText is null");
        length = Math.max(1, length);
    }

    /** A file as a whole. */
    public static SourceLocation ofFile(String file) {
        return new SourceLocation(file, 0, 0, 1, "");
    }

    /** A line of a file whose text is not at hand, as for compiled code. */
    public static SourceLocation ofLine(String file, int line) {
        return new SourceLocation(file, line, 0, 1, "");
    }

    /** {@code file:line:column}, leaving out what is not known. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
