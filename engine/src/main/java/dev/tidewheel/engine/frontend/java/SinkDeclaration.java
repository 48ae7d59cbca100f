package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.BatchFunction;
import dev.tidewheel.api.SinkBuilder;
import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sink under declaration. */
final class SinkDeclaration extends Declaration implements SinkBuilder {
    private static final String FORMAT = "format";

    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable String format;
    private @Nullable BatchHandler handler;

    SinkDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    public SinkBuilder format(String name) {
        declarations.ensureOpen();
        if (first(FORMAT) && declared.isGiven(FORMAT, name)) {
            format = name;
        }
        return this;
    }

    @Override
    public SinkBuilder forEachBatch(BatchFunction function) {
        declarations.ensureOpen();
        if (!first(FORMAT)) {
            return this;
        }
        if (function == null) {
            declared.problem(declared.title() + " is given an empty function", "", place());
            return this;
        }
        handler = new UserBatchFunction(
                function, "the sink `" + declared.written() + "`", place(), declarations.code(), declarations.owner());
        return this;
    }

    @Override
    public SinkBuilder option(String key, String value) {
        declarations.ensureOpen();
        put("option", options, key, value);
        return this;
    }

    @Override
    public SinkBuilder options(Map<String, String> entries) {
        entries.forEach(this::option);
        return this;
    }

    @Override
    Definitions definitions(TableName name) {
        if (!isSettled(FORMAT)) {
            declared.problem(
                    declared.title() + " has no format",
                    "add .format(\"delta\") or another one, or .forEachBatch(…)",
                    declared.location());
        }
        if (handler != null && !options.isEmpty()) {
            declared.problem(
                    declared.title() + " has options and a function", "leave the options out", declared.location());
        }
        @Nullable SinkTarget target = format == null ? handler : new SinkTarget.DataSource(format, options);
        return target == null
                ? Definitions.NONE
                : new Definitions(List.of(), List.of(), List.of(new SinkDefinition(name, target, declared.location())));
    }
}
