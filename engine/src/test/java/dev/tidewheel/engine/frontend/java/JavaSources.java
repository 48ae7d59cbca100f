package dev.tidewheel.engine.frontend.java;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pipelines given as source text, and their errors as a user sees them. */
final class JavaSources {
    static final JavaContext CONTEXT = new JavaContext(new NameScope("main", "shop"), Map.of(), Map.of());

    private JavaSources() {}

    /** A file {@code Orders.java} whose {@code define} consists of {@code statements}, the first one in line 6. */
    static SourceText orders(String statements) {
        return new SourceText("src/Orders.java", """
                import dev.tidewheel.api.Pipeline;
                import dev.tidewheel.api.PipelineDefinition;
                import java.util.Map;
                public final class Orders implements PipelineDefinition {
                    public void define(Pipeline pipeline) {
                %s
                    }
                }
                """.formatted(statements));
    }

    static Definitions load(SourceText... sources) {
        try (JavaFrontEnd frontEnd = new JavaFrontEnd()) {
            return frontEnd.load(new JavaLibraries(List.of(sources), List.of()), CONTEXT);
        }
    }

    static List<Problem> problems(SourceText... sources) {
        return catchThrowableOfType(PipelineException.class, () -> load(sources))
                .problems();
    }

    /** Problems as they are shown: code, place, words, and the line with carets under it. */
    static String shown(List<Problem> problems) {
        return problems.stream().map(JavaSources::shown).collect(Collectors.joining("\n"));
    }

    private static String shown(Problem problem) {
        StringBuilder text = new StringBuilder()
                .append(problem.code())
                .append(' ')
                .append(problem.location())
                .append(": ")
                .append(problem.message());
        if (!problem.cause().isEmpty()) {
            text.append("; ").append(problem.cause());
        }
        SourceLocation location = problem.location();
        if (location != null && !location.lineText().isEmpty()) {
            text.append('\n').append(location.lineText()).append('\n');
            text.append(" ".repeat(location.column() - 1)).append("^".repeat(location.length()));
        }
        return text.toString();
    }
}
