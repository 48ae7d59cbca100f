package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A folder on disk with files for a test. */
record PipelineFolder(Path path) {

    PipelineFolder with(String name, String content) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files with some statement in them. */
    PipelineFolder withSources(String... names) {
        for (String name : names) {
            with(name, "CREATE MATERIALIZED VIEW v AS SELECT 1;\n");
        }
        return this;
    }

    PipelineSettings load() {
        return load("");
    }

    PipelineSettings load(String spec) {
        return load(spec, Map.of());
    }

    PipelineSettings load(String spec, Map<String, String> overrides) {
        return PipelineFile.load(path.resolve(spec), overrides);
    }

    /** The names of the source files, in order. */
    List<String> sources() {
        return SourceFiles.find(load()).stream().map(PipelineFolder::name).toList();
    }

    /** One line for each problem of loading. */
    String problems(String spec, Map<String, String> overrides) {
        return text(catchThrowableOfType(PipelineException.class, () -> load(spec, overrides)));
    }

    /** One line for each problem of loading. */
    String problems() {
        return problems("", Map.of());
    }

    /** One line for each problem of finding source files. */
    String sourceProblems() {
        PipelineSettings settings = load();
        return text(catchThrowableOfType(PipelineException.class, () -> SourceFiles.find(settings)));
    }

    private String text(PipelineException error) {
        return error.problems().stream().map(this::text).collect(Collectors.joining("\n"));
    }

    private String text(Problem problem) {
        String place = problem.location() == null ? "-" : problem.location().toString();
        return String.join(" | ", problem.code().name(), place, problem.message(), problem.cause(), problem.fix())
                .replace(path.toString(), "<folder>")
                .stripTrailing();
    }

    private static String name(SourceFile file) {
        if (file instanceof SourceFile.Sql sql) {
            return sql.name();
        }
        if (file instanceof SourceFile.Java java) {
            return java.name();
        }
        if (file instanceof SourceFile.Python python) {
            return python.name();
        }
        SourceFile.Compiled compiled = (SourceFile.Compiled) file;
        Path jar = compiled.jar();
        return (jar == null ? "" : jar.getFileName()) + "#" + compiled.className();
    }
}
