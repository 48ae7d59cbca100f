package dev.tidewheel.engine.source.format;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

/** The lines of a CSV file that count: after those to skip, neither blank nor a comment. */
final class CsvLines implements Iterator<String> {
    private final Iterator<Text> lines;
    private final Function<Text, String> decoder;
    private final String comment;
    private int skip;
    private @Nullable String next;

    /**
     * @param comment what a comment begins with, empty if there are none
     * @param skip how many lines to leave out at first, whatever they hold
     */
    CsvLines(Iterator<Text> lines, Function<Text, String> decoder, String comment, int skip) {
        this.lines = lines;
        this.decoder = decoder;
        this.comment = comment;
        this.skip = skip;
    }

    @Override
    public boolean hasNext() {
        while (next == null && lines.hasNext()) {
            String line = decoder.apply(lines.next());
            if (skip > 0) {
                skip--;
            } else if (!line.isBlank() && (comment.isEmpty() || !line.startsWith(comment))) {
                next = line;
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        String line = next;
        next = null;
        return line;
    }
}
