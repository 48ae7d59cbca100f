package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.AppendFlowBuilder;
import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** An append flow under declaration. */
final class AppendFlowDeclaration extends Declaration implements AppendFlowBuilder {
    private static final String TARGET = "target";

    private @Nullable TableName target;
    private boolean once;

    AppendFlowDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    public AppendFlowBuilder into(String name) {
        declarations.ensureOpen();
        if (first(TARGET) && declared.isGiven(TARGET, name)) {
            target = declarations.name(name, declarations.place(name)).orElse(null);
        }
        return this;
    }

    @Override
    public AppendFlowBuilder once() {
        declarations.ensureOpen();
        once = true;
        return this;
    }

    @Override
    public AppendFlowBuilder comment(String text) {
        setComment(text);
        return this;
    }

    @Override
    public AppendFlowBuilder sparkConf(String key, String value) {
        setConfiguration(key, value);
        return this;
    }

    @Override
    public AppendFlowBuilder from(Function<FlowContext, Dataset<Row>> function) {
        setFunction(function);
        return this;
    }

    @Override
    public AppendFlowBuilder sql(String text) {
        setSql(text);
        return this;
    }

    @Override
    Definitions definitions(TableName name) {
        boolean complete = hasQuery();
        if (!isSettled(TARGET)) {
            declared.problem(declared.title() + " has no target", "add .into(\"table\")", declared.location());
        }
        if (!complete || target == null) {
            return Definitions.NONE;
        }
        FlowKind kind = once ? new FlowKind.Once() : new FlowKind.Append();
        FlowDefinition flow =
                new FlowDefinition(name, target, kind, query(), comment, configuration, false, declared.location());
        return new Definitions(List.of(), List.of(flow), List.of());
    }
}
