package dev.tidewheel.cli.output;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * The two streams of the process. Results go to the first, so that they can be piped; messages, problems and progress go
 * to the second. Thread-safe line by line.
 */
public final class Console {
    private static final int WIDTH_OF_A_PIPE = 160;

    private final PrintWriter results;
    private final PrintWriter messages;
    private final boolean terminal;
    private final boolean colours;
    private final IntSupplier width;

    private Console(OutputStream results, OutputStream messages, boolean terminal, boolean colours, IntSupplier width) {
        this.results = new PrintWriter(results, false, StandardCharsets.UTF_8);
        this.messages = new PrintWriter(messages, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.colours = colours;
        this.width = width;
    }

    /** Of this process; colours follow the conventions NO_COLOR and TERM=dumb. */
    public static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("tidewheel.terminal");
        boolean colours = terminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        PrintStream out = System.out;
        PrintStream err = System.err;
        return new Console(out, err, terminal, colours, terminal ? new TerminalWidth() : () -> WIDTH_OF_A_PIPE);
    }

    /** Of a pipe: no terminal, no colours. */
    public static Console of(OutputStream results, OutputStream messages) {
        return new Console(results, messages, false, false, () -> WIDTH_OF_A_PIPE);
    }

    /** Of a terminal of a fixed width. */
    public static Console ofTerminal(OutputStream results, OutputStream messages, int width) {
        return new Console(results, messages, true, true, () -> width);
    }

    /** True if somebody watches: messages may be redrawn. */
    public boolean isTerminal() {
        return terminal;
    }

    public boolean colours() {
        return colours;
    }

    /** Columns of the terminal now. */
    public int width() {
        return width.getAsInt();
    }

    /** A line of the result. */
    public void print(String line) {
        results.println(line);
        results.flush();
    }

    /** A line that is not part of the result. */
    public void message(String line) {
        messages.println(line);
    }

    /** For many lines of the result; flush it at the end. */
    public PrintWriter resultWriter() {
        return results;
    }

    /** For what is not part of the result. */
    public PrintWriter messageWriter() {
        return messages;
    }

    public void flush() {
        results.flush();
        messages.flush();
    }

    /** The text in a style, or as it is where there are no colours. */
    public String styled(Style style, String text) {
        return colours ? style.start() + text + Style.END : text;
    }
}
