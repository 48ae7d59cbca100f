package dev.tidewheel.model.settings;

import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code libraries}: where code of the pipeline is. Paths are as written; {@link SourceFiles} finds the
 * files. Immutable.
 */
public sealed interface Library {

    /** Where the entry stands. */
    SourceLocation location();

    /** True for what the pipeline uses but does not consist of. */
    default boolean isForeign() {
        return this instanceof Maven || this instanceof Dependency;
    }

    /** All source files whose path fits a pattern. */
    record Glob(String pattern, SourceLocation location) implements Library {
        public Glob {
            Objects.requireNonNull(pattern, "pattern is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** One source file; a folder stands for all source files below it. */
    record File(String path, SourceLocation location) implements Library {
        public File {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** One source file whose ending may be left out, as the platform's notebooks have none. */
    record Notebook(String path, SourceLocation location) implements Library {
        public Notebook {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** All source files below a folder. */
    record Folder(String path, SourceLocation location) implements Library {
        public Folder {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /**
     * Compiled Java. Without a class, the jar's definitions are found through {@code ServiceLoader}.
     *
     * @param path the jar
     * @param className the class that defines the pipeline, null for all that the jar announces
     */
    record Jar(String path, @Nullable String className, SourceLocation location) implements Library {
        public Jar {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** A class that is on the class path already. */
    record JavaClass(String className, SourceLocation location) implements Library {
        public JavaClass {
            Objects.requireNonNull(className, "className is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /**
     * An artifact of a Maven repository.
     *
     * @param coordinates {@code group:artifact:version}
     * @param repository address of the repository, null for the usual one
     * @param exclusions {@code group:artifact} of what is not to come with it
     */
    record Maven(String coordinates, @Nullable String repository, List<String> exclusions, SourceLocation location)
            implements Library {
        public Maven {
            Objects.requireNonNull(coordinates, "coordinates is null");
            exclusions = List.copyOf(exclusions);
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** A jar that defines nothing of the pipeline, but is used by it. */
    record Dependency(String path, SourceLocation location) implements Library {
        public Dependency {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }

    /** A Python package. */
    record Wheel(String path, SourceLocation location) implements Library {
        public Wheel {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(location, "location is null");
        }
    }
}
