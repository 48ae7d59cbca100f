package dev.tidewheel.cli.project;

import java.util.Locale;

/** What the files of a new project are written in. */
public enum Language {
    SQL("sql"),
    PYTHON("py");

    private final String ending;

    Language(String ending) {
        this.ending = ending;
    }

    /** Of the names of source files. */
    String ending() {
        return ending;
    }

    /** Where a template has its source files. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
