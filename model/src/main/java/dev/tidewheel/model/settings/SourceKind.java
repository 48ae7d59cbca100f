package dev.tidewheel.model.settings;

import java.nio.file.Path;
import java.util.Locale;

/** The language of a file, by its ending. */
enum SourceKind {
    SQL,
    JAVA,
    PYTHON,
    OTHER;

    static SourceKind of(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".sql")) {
            return SQL;
        }
        if (name.endsWith(".java")) {
            return JAVA;
        }
        return name.endsWith(".py") || name.endsWith(".ipynb") ? PYTHON : OTHER;
    }
}
