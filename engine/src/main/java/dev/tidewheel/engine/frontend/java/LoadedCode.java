package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.PipelineDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a pipeline's Java libraries in one class loader: what was compiled is in a temporary jar, so that
 * executors can have it, too. Thread-safe; closing removes the jar, after which no further class can be loaded.
 */
final class LoadedCode implements AutoCloseable {
    private final URLClassLoader loader;
    private final List<Path> jars;
    private final @Nullable Path temporary;
    private final UserCode code;
    private final List<Class<? extends PipelineDefinition>> definitions;

    private LoadedCode(
            URLClassLoader loader,
            List<Path> jars,
            @Nullable Path temporary,
            UserCode code,
            List<Class<? extends PipelineDefinition>> definitions) {
        this.loader = loader;
        this.jars = List.copyOf(jars);
        this.temporary = temporary;
        this.code = code;
        this.definitions = List.copyOf(definitions);
    }

    /**
     * Compiles and loads.
     *
     * @throws PipelineException with all that does not compile, or else all that is not found
     */
    static LoadedCode load(JavaLibraries libraries, SourceCompiler compiler) {
        List<Path> jars = new ArrayList<>(libraries.jars());
        List<Problem> problems = new ArrayList<>();
        for (JavaLibraries.Compiled library : libraries.compiled()) {
            Path jar = library.jar();
            if (jar != null) {
                check(jar, library.location())
                        .filter(problem -> !problems.contains(problem))
                        .ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        Path temporary = null;
        Map<String, SourceText> origins = Map.of();
        List<String> compiledNames = List.of();
        if (!libraries.sources().isEmpty()) {
            CompiledSources compiled = compiler.compile(libraries.sources(), jars);
            temporary = write(compiled);
            jars.add(0, temporary);
            origins = compiled.origins();
            compiledNames = compiled.classNames(libraries.sources());
        }
        URLClassLoader loader = new URLClassLoader(urls(jars), PipelineDefinition.class.getClassLoader());
        try {
            List<Class<? extends PipelineDefinition>> definitions =
                    new DefinitionClasses(loader, origins).find(libraries, compiledNames);
            UserCode code = new UserCode(origins, CodeVersion.ofFiles(jars));
            return new LoadedCode(loader, jars, temporary, code, definitions);
        } catch (RuntimeException | LinkageError e) {
            close(loader, temporary);
            throw e;
        }
    }

    /** The code of this process's Java, compiled with its compiler if it has one. */
    static LoadedCode load(JavaLibraries libraries) {
        return load(libraries, new SourceCompiler(ToolProvider.getSystemJavaCompiler()));
    }

    private static Optional<Problem> check(Path jar, @Nullable SourceLocation location) {
        if (!Files.isRegularFile(jar)) {
            return Optional.of(
                    Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "the jar `" + jar.getFileName() + "` does not exist")
                            .at(location));
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + jar.getFileName() + "` is not a readable jar")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("build it again, or name another one")
                            .at(location));
        }
    }

    private static Path write(CompiledSources compiled) {
        try {
            Path jar = Files.createTempFile("tidewheel-pipeline-", ".jar");
            jar.toFile().deleteOnExit();
            compiled.writeTo(jar);
            return jar;
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, "compiled Java cannot be written")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("check the folder of temporary files, " + System.getProperty("java.io.tmpdir")),
                    e);
        }
    }

    private static URL[] urls(List<Path> jars) {
        return jars.stream()
                .map(jar -> {
                    try {
                        return jar.toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toArray(URL[]::new);
    }

    /** What was compiled, then the libraries. */
    List<Path> jars() {
        return jars;
    }

    ClassLoader loader() {
        return loader;
    }

    /** In the order of the libraries. */
    List<Class<? extends PipelineDefinition>> definitions() {
        return definitions;
    }

    /** The code that a class belongs to. */
    UserCode code(Class<?> definition) {
        return definition.getClassLoader() == loader ? code : UserCode.ofClass(definition);
    }

    @Override
    public void close() {
        close(loader, temporary);
    }

    private static void close(URLClassLoader loader, @Nullable Path temporary) {
        try {
            loader.close();
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
