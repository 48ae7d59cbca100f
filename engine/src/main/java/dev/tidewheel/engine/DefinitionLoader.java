package dev.tidewheel.engine;

import dev.tidewheel.engine.frontend.java.JavaFrontEnd;
import dev.tidewheel.engine.frontend.python.PythonFrontEnd;
import dev.tidewheel.engine.frontend.sql.SqlFileContext;
import dev.tidewheel.engine.frontend.sql.SqlFrontEnd;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.SourceFile;
import dev.tidewheel.model.settings.SourceFiles;
import dev.tidewheel.model.text.SourceText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.classic.SparkSession;

/** Reads all source files of a pipeline. Problems of all files come in one exception. Stateless. */
final class DefinitionLoader {

    /** Everything that was read, and what identifies it: the same text gives the same definitions. */
    record Loaded(Definitions definitions, List<SourceText> sources) {}

    private DefinitionLoader() {}

    static Loaded load(
            PipelineSettings settings, JavaFrontEnd java, PythonFrontEnd python, Supplier<SparkSession> spark) {
        List<Problem> problems = new ArrayList<>();
        List<SourceText> sources = new ArrayList<>();
        Definitions definitions = Definitions.NONE;
        SqlFileContext context =
                new SqlFileContext(settings.defaultScope(), settings.configuration(), settings.parameters());
        List<SourceFile> javaFiles = new ArrayList<>();
        List<SourceFile> pythonFiles = new ArrayList<>();
        for (SourceFile file : SourceFiles.find(settings)) {
            if (!(file instanceof SourceFile.Sql sql)) {
                (file instanceof SourceFile.Python ? pythonFiles : javaFiles).add(file);
                continue;
            }
            try {
                SourceText text = new SourceText(sql.name(), read(sql));
                sources.add(text);
                definitions = definitions.plus(SqlFrontEnd.parse(text, context));
            } catch (PipelineException e) {
                problems.addAll(e.problems());
            }
        }
        List<Supplier<Definitions>> others = new ArrayList<>();
        if (!javaFiles.isEmpty()) {
            others.add(() -> java.load(javaFiles, settings));
        }
        if (!pythonFiles.isEmpty()) {
            others.add(() -> python.load(pythonFiles, spark));
        }
        for (Supplier<Definitions> other : others) {
            try {
                definitions = definitions.plus(other.get());
            } catch (PipelineException e) {
                problems.addAll(e.problems());
            }
        }
        try {
            definitions = BoundParameters.in(definitions, settings.parameters());
        } catch (PipelineException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return new Loaded(definitions, sources);
    }

    private static String read(SourceFile.Sql file) {
        try {
            return Files.readString(file.path());
        } catch (CharacterCodingException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + file.name() + "` is not UTF-8 text")
                            .remedy("save the file as UTF-8"),
                    e);
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "`" + file.name() + "` cannot be read")
                            .because(String.valueOf(e.getMessage())),
                    e);
        }
    }
}
