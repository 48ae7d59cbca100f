package dev.tidewheel.cli.output;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Asks the terminal for its width each time, as windows change; opens it when first asked. Thread-safe. */
final class TerminalWidth implements IntSupplier {
    private static final int USUAL = 80;

    private @Nullable Terminal terminal;
    private boolean failed;

    @Override
    public synchronized int getAsInt() {
        if (terminal == null && !failed) {
            try {
                terminal = TerminalBuilder.builder()
                        .system(true)
                        .dumb(true)
                        .nativeSignals(false)
                        .build();
            } catch (IOException | RuntimeException e) {
                failed = true;
            }
        }
        int width = terminal == null ? 0 : terminal.getWidth();
        return width > 0 ? width : USUAL;
    }
}
