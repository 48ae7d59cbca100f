package dev.tidewheel.cli.output;

import java.util.Locale;

/** The values of {@code --format}; each command takes some of them. */
public enum OutputFormat {
    TEXT,
    TABLE,
    JSON,
    CSV,
    MERMAID;

    /** As written on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
