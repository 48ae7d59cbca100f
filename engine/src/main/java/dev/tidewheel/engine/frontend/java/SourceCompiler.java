package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.PipelineDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Compiles source files of a pipeline in memory. Stateless. */
final class SourceCompiler {
    /** Whatever class loader started us, the types of the public API can be compiled against. */
    private static final List<Class<?>> NEEDED =
            List.of(PipelineDefinition.class, ErrorCode.class, Dataset.class, StructType.class, scala.Function1.class);

    /** What the compiler puts before names of types, and a reader would not. */
    private static final Pattern FAMILIAR_PACKAGE =
            Pattern.compile("\\b(java\\.lang|dev\\.tidewheel\\.api)\\.(?=[A-Z])");

    private final @Nullable JavaCompiler compiler;

    /** @param compiler null if this Java has none */
    SourceCompiler(@Nullable JavaCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * The classes of all sources, which may use each other, the running program and {@code jars}.
     *
     * @throws PipelineException with all errors of all sources
     */
    CompiledSources compile(List<SourceText> sources, List<Path> jars) {
        if (compiler == null) {
            throw new PipelineException(
                    Problem.of(ErrorCode.JAVA_COMPILATION_FAILED, "Java source files cannot be compiled")
                            .because("the Java that runs this is a runtime without a compiler: "
                                    + System.getProperty("java.home"))
                            .remedy("run with a JDK, or compile the files into a jar and name it as `- jar: <path>`")
                            .at(SourceLocation.ofFile(sources.get(0).file())));
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<SourceUnit> units = sources.stream().map(SourceUnit::new).toList();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8);
                CompiledSources compiled = new CompiledSources(files)) {
            StringWriter output = new StringWriter();
            boolean done = compiler.getTask(output, compiled, diagnostics, options(jars), null, units)
                    .call();
            List<Problem> problems = diagnostics.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .map(SourceCompiler::problem)
                    .distinct()
                    .toList();
            if (!problems.isEmpty()) {
                throw new PipelineException(problems);
            }
            if (!done) {
                throw new PipelineException(
                        Problem.of(ErrorCode.JAVA_COMPILATION_FAILED, "Java source files cannot be compiled")
                                .because(output.toString().strip()));
            }
            return compiled;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options(Collection<Path> jars) {
        Set<String> classPath = new LinkedHashSet<>();
        jars.forEach(jar -> classPath.add(jar.toString()));
        classPath.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        NEEDED.stream()
                .flatMap(type -> CodeVersion.home(type).stream())
                .forEach(home -> classPath.add(home.toString()));
        // without a source path the compiler would compile whatever sources lie on the class path
        return new ArrayList<>(List.of(
                "-classpath",
                String.join(File.pathSeparator, classPath),
                "-sourcepath",
                "",
                "-proc:none",
                "-g",
                "-parameters",
                "-Xlint:none"));
    }

    private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
        List<String> lines = FAMILIAR_PACKAGE
                .matcher(diagnostic.getMessage(Locale.ENGLISH))
                .replaceAll("")
                .lines()
                .map(String::strip)
                .toList();
        String more = String.join(
                ", ",
                lines.subList(1, lines.size()).stream()
                        .map(line -> line.replaceAll("\\s*:\\s+", " "))
                        .toList());
        Problem problem =
                Problem.of(ErrorCode.JAVA_COMPILATION_FAILED, lines.get(0)).because(more);
        if (!(diagnostic.getSource() instanceof SourceUnit unit)) {
            return problem;
        }
        SourceText source = unit.source();
        if (diagnostic.getPosition() == Diagnostic.NOPOS) {
            return problem.at(SourceLocation.ofFile(source.file()));
        }
        int start = (int) diagnostic.getPosition();
        int end = (int) Math.max(start + 1, diagnostic.getEndPosition());
        return problem.at(source.locate(start, end));
    }
}
