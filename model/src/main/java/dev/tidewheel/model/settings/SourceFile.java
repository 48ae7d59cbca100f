package dev.tidewheel.model.settings;

import dev.tidewheel.model.text.SourceLocation;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A piece of the pipeline's code, ready to be read. Immutable. */
public sealed interface SourceFile {

    /**
     * A file with SQL statements.
     *
     * @param path absolute
     * @param name what to call it in messages: relative to the pipeline's root where possible
     */
    record Sql(Path path, String name) implements SourceFile {
        public Sql {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(name, "name is null");
        }
    }

    /**
     * A Java source file, to be compiled on the way.
     *
     * @param path absolute
     * @param name what to call it in messages: relative to the pipeline's root where possible
     */
    record Java(Path path, String name) implements SourceFile {
        public Java {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(name, "name is null");
        }
    }

    /**
     * A Python file or notebook, to be run by a Python of its own.
     *
     * @param path absolute
     * @param name what to call it in messages: relative to the pipeline's root where possible
     */
    record Python(Path path, String name) implements SourceFile {
        public Python {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(name, "name is null");
        }
    }

    /**
     * Compiled Java; at least one of the two is given.
     *
     * @param jar absolute path, null if the class is on the class path
     * @param className the class that defines the pipeline, null for all that the jar announces to {@code
     *     ServiceLoader}
     * @param location of the entry in the pipeline file
     */
    record Compiled(@Nullable Path jar, @Nullable String className, SourceLocation location) implements SourceFile {
        public Compiled {
            Objects.requireNonNull(location, "location is null");
            if (jar == null && className == null) {
                throw new IllegalArgumentException("neither a jar nor a class is given");
            }
        }
    }
}
