package dev.tidewheel.cli.progress;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.output.OutputFormat;

/** Shows the progress of one update until it is closed. Thread-safe. */
public interface RunDisplay extends ProgressListener, AutoCloseable {

    /** What suits the console and the format: a live list, lines, or JSON objects. */
    static RunDisplay on(Console console, OutputFormat format) {
        if (format == OutputFormat.JSON) {
            return new JsonDisplay(console);
        }
        return console.isTerminal() ? new LiveDisplay(console) : new LineDisplay(console);
    }

    /** Draws the last state. */
    @Override
    void close();
}
