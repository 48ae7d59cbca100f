package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.PipelineDefinition;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import dev.tidewheel.model.settings.SourceFile;
import dev.tidewheel.model.text.SourceText;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pipelines written in Java. Compiles and loads code, keeps it as long as it does not change, and runs the
 * definitions in it. Thread-safe.
 *
 * <p>Closing releases the code; queries that were loaded from it must not be used any more.
 */
public final class JavaFrontEnd implements AutoCloseable {
    /** Newest last; older ones stay open because queries from them may still run. */
    private final List<LoadedCode> loaded = new ArrayList<>();

    private @Nullable CodeState state;

    /**
     * What one definition declares, for definitions that the caller has made.
     *
     * @throws PipelineException with all that is wrong with it
     */
    public static Definitions define(PipelineDefinition definition, JavaContext context) {
        return define(definition, context, UserCode.ofClass(definition.getClass()));
    }

    private static Definitions define(PipelineDefinition definition, JavaContext context, UserCode code) {
        String owner = definition.getClass().getName();
        Declarations declarations = new Declarations(context, code, owner);
        try (UserClasses classes = UserClasses.of(definition.getClass())) {
            definition.define(declarations);
        } catch (PipelineException e) {
            e.problems().forEach(declarations::problem);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            declarations.problem(UserErrors.problem(
                    e, "`define` of `" + definition.getClass().getSimpleName() + "`", code, owner));
        }
        return declarations.finish();
    }

    /**
     * What all Java files and jars of a pipeline declare. Files in other languages are passed over.
     *
     * @throws PipelineException with everything that is wrong
     */
    public Definitions load(List<SourceFile> files, PipelineSettings settings) {
        List<SourceText> sources = new ArrayList<>();
        List<JavaLibraries.Compiled> compiled = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (SourceFile file : files) {
            if (file instanceof SourceFile.Java java) {
                read(java, problems, sources);
            } else if (file instanceof SourceFile.Compiled code) {
                compiled.add(new JavaLibraries.Compiled(code.jar(), code.className(), code.location()));
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return load(
                new JavaLibraries(sources, compiled),
                new JavaContext(settings.defaultScope(), settings.configuration(), settings.parameters()));
    }

    private static void read(SourceFile.Java file, List<Problem> problems, List<SourceText> sources) {
        try {
            sources.add(new SourceText(file.name(), Files.readString(file.path())));
        } catch (CharacterCodingException e) {
            problems.add(Problem.of(ErrorCode.SOURCE_FILE_UNSUPPORTED, "`" + file.name() + "` is not UTF-8 text")
                    .remedy("save the file as UTF-8"));
        } catch (IOException e) {
            problems.add(Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "`" + file.name() + "` cannot be read")
                    .because(String.valueOf(e.getMessage())));
        }
    }

    /**
     * What all definitions in some libraries declare, in the order of the libraries.
     *
     * @throws PipelineException with everything that is wrong
     */
    public synchronized Definitions load(JavaLibraries libraries, JavaContext context) {
        LoadedCode code = code(libraries);
        List<Problem> problems = new ArrayList<>();
        Definitions definitions = Definitions.NONE;
        for (Class<? extends PipelineDefinition> type : code.definitions()) {
            try {
                definitions = definitions.plus(define(make(type, code.code(type)), context, code.code(type)));
            } catch (PipelineException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return definitions;
    }

    private LoadedCode code(JavaLibraries libraries) {
        CodeState now = CodeState.of(libraries);
        if (!now.equals(state) || loaded.isEmpty()) {
            loaded.add(LoadedCode.load(libraries));
            state = now;
        }
        return loaded.get(loaded.size() - 1);
    }

    private static PipelineDefinition make(Class<? extends PipelineDefinition> type, UserCode code) {
        String what = "making a `" + type.getSimpleName() + "`";
        try {
            Constructor<? extends PipelineDefinition> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, "`" + type.getName() + "` cannot be made")
                            .because("it has no constructor without parameters")
                            .remedy("add one")
                            .at(code.locate(new CallSite(type.getName(), null, 0), "")),
                    e);
        } catch (InvocationTargetException | LinkageError e) {
            throw new PipelineException(UserErrors.problem(e, what, code, type.getName()), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(what, e);
        }
    }

    /** What Spark's executors need of the code that was loaded last: paths of jars. */
    public synchronized List<String> jars() {
        return loaded.isEmpty()
                ? List.of()
                : loaded.get(loaded.size() - 1).jars().stream()
                        .map(Path::toString)
                        .toList();
    }

    /**
     * Finds the classes of the code that was loaded last; to be the context class loader of threads that run queries,
     * so that Spark finds the user's classes in this process.
     */
    public synchronized ClassLoader classLoader() {
        return loaded.isEmpty()
                ? JavaFrontEnd.class.getClassLoader()
                : loaded.get(loaded.size() - 1).loader();
    }

    @Override
    public synchronized void close() {
        loaded.forEach(LoadedCode::close);
        loaded.clear();
        state = null;
    }
}
