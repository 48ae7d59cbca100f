package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the Java code of a pipeline is.
 *
 * @param sources {@code .java} files, compiled together; each top-level class that is a definition counts
 * @param compiled jars and classes
 */
public record JavaLibraries(List<SourceText> sources, List<Compiled> compiled) {

    /**
     * Compiled code; at least one of the two is given.
     *
     * @param jar null if the class is on the class path, in the sources or in another jar of the pipeline
     * @param className the definition, null for all that the jar announces to {@link java.util.ServiceLoader}
     * @param location where the user named it; the jar itself, or null, if that is not known
     */
    public record Compiled(
            @Nullable Path jar,
            @Nullable String className,
            @Nullable SourceLocation location) {
        public Compiled {
            if (jar == null && className == null) {
                throw new IllegalArgumentException("neither a jar nor a class is given");
            }
        }

        /** Named nowhere. */
        public Compiled(@Nullable Path jar, @Nullable String className) {
            this(jar, className, jar == null ? null : SourceLocation.ofFile(jar.toString()));
        }
    }

    public JavaLibraries {
        sources = List.copyOf(sources);
        compiled = List.copyOf(compiled);
    }

    /** The jars, each once. */
    List<Path> jars() {
        return compiled.stream()
                .flatMap(library -> Stream.ofNullable(library.jar()))
                .map(jar -> Objects.requireNonNull(jar).toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
