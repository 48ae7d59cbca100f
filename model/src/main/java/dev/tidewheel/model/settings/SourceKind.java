package dev.tidewheel.model.settings;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language of a file, by its ending. */
enum SourceKind {
    SQL,
    JAVA,
    PYTHON,
    OTHER;

    static final String PYTHON_LATER = "Python pipelines come with a later version";

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

    /** True if files of this language can define a pipeline today. */
    boolean isDefinition() {
        return this == SQL || this == JAVA;
    }

    /** That a Python file cannot be read yet. */
    static Problem python(String name, @Nullable SourceLocation location) {
        return Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + name + "` is Python")
                .because(PYTHON_LATER)
                .remedy("Leave the file out with `filters: {exclude: [...]}`, or write its tables in SQL or Java")
                .at(location);
    }
}
