package dev.tidewheel.cli.output;

import dev.tidewheel.model.text.SourceLocation;

/**
 * A line of a user's file, cut to the width of the screen around the place that matters, and carets for the line below.
 *
 * @param underline spaces and carets, empty if the column is not known
 */
record SourceExcerpt(String text, String underline) {
    private static final int CONTEXT_BEFORE = 30;
    private static final int LEAST_WIDTH = 40;

    static SourceExcerpt of(SourceLocation location, int screenWidth) {
        int width = Math.max(LEAST_WIDTH, screenWidth);
        // one column for a tab, so that the carets stand below what they mean
        String line = location.lineText().replace('\t', ' ');
        int start = Math.min(Math.max(0, location.column() - 1), line.length());
        int end = Math.min(start + location.length(), line.length());
        int cutAt = DisplayWidth.of(line) > width && start > CONTEXT_BEFORE ? start - CONTEXT_BEFORE : 0;
        String prefix = cutAt == 0 ? "" : "\u2026";
        String text = DisplayWidth.cut(prefix + line.substring(cutAt), width);
        if (location.column() == 0) {
            return new SourceExcerpt(text, "");
        }
        int indent = DisplayWidth.of(prefix + line.substring(cutAt, start));
        int carets = Math.max(1, Math.min(DisplayWidth.of(line.substring(start, end)), width - indent));
        return new SourceExcerpt(text, " ".repeat(indent) + "^".repeat(carets));
    }
}
