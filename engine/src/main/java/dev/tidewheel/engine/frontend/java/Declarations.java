package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.AppendFlowBuilder;
import dev.tidewheel.api.MaterializedViewBuilder;
import dev.tidewheel.api.Pipeline;
import dev.tidewheel.api.SinkBuilder;
import dev.tidewheel.api.StreamingTableBuilder;
import dev.tidewheel.api.TemporaryViewBuilder;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Collects what one definition declares, and what is wrong with it. Used by one thread. */
final class Declarations implements Pipeline {
    private final JavaContext context;
    private final UserCode code;
    private final String owner;
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean closed;

    /** @param owner name of the class that declares */
    Declarations(JavaContext context, UserCode code, String owner) {
        this.context = context;
        this.code = code;
        this.owner = owner;
    }

    @Override
    public StreamingTableBuilder streamingTable(String name) {
        return add(new StreamingTableDeclaration(begin("streaming table", name)));
    }

    @Override
    public MaterializedViewBuilder materializedView(String name) {
        return add(new MaterializedViewDeclaration(begin("materialized view", name)));
    }

    @Override
    public TemporaryViewBuilder temporaryView(String name) {
        return add(new TemporaryViewDeclaration(begin("view", name)));
    }

    @Override
    public AppendFlowBuilder appendFlow(String name) {
        return add(new AppendFlowDeclaration(begin("flow", name)));
    }

    @Override
    public SinkBuilder sink(String name) {
        return add(new SinkDeclaration(begin("sink", name)));
    }

    @Override
    public String configuration(String key, String otherwise) {
        return context.configuration().getOrDefault(key, otherwise);
    }

    private <D extends Declaration> D add(D declaration) {
        declarations.add(declaration);
        return declaration;
    }

    private Declared begin(String kind, String name) {
        ensureOpen();
        boolean named = name != null && !name.isBlank();
        SourceLocation location = place(named ? name : "");
        if (!named) {
            problem(Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, "a " + kind + " has no name")
                    .remedy("give it a name of one to three parts, such as \"orders\"")
                    .at(location));
            return new Declared(this, kind, "", Optional.empty(), location);
        }
        return new Declared(this, kind, name, name(name, location), location);
    }

    /** The full name that a text stands for; empty, with a problem, if it is no name. */
    Optional<TableName> name(String text, SourceLocation location) {
        Problem problem = Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, "`" + text + "` is not a name")
                .remedy("write catalog.schema.table or less; a part with other characters than letters, digits and _"
                        + " goes in back-quotes")
                .at(location);
        try {
            List<String> parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(text));
            Optional<TableName> name = parts.stream().anyMatch(String::isBlank)
                    ? Optional.empty()
                    : context.scope().qualify(parts);
            if (name.isEmpty()) {
                problem(problem.because("it has " + parts.size() + " parts"));
            }
            return name;
        } catch (Exception e) {
            if (!(e instanceof ParseException)) {
                throw e;
            }
            problem(problem);
            return Optional.empty();
        }
    }

    JavaContext context() {
        return context;
    }

    UserCode code() {
        return code;
    }

    String owner() {
        return owner;
    }

    /** Where the user's code is now, at {@code word} if that is written there. */
    SourceLocation place(String word) {
        return code.locate(CallSite.ofCaller(owner), word);
    }

    SqlFragment fragment(String sql) {
        return code.fragment(CallSite.ofCaller(owner), sql);
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** Refuses calls of code that has kept the pipeline or a builder. */
    void ensureOpen() {
        if (closed) {
            throw new PipelineException(Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, "the pipeline is already defined")
                    .because("`define` of `" + owner + "` has returned")
                    .remedy("declare everything inside of `define`, not in a query function")
                    .at(place("")));
        }
    }

    /**
     * Ends the collection.
     *
     * @throws PipelineException with all that is wrong
     */
    Definitions finish() {
        closed = true;
        Definitions definitions = Definitions.NONE;
        for (Declaration declaration : declarations) {
            definitions = definitions.plus(declaration.finish());
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return definitions;
    }
}
