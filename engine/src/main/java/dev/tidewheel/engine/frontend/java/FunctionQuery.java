package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A query given as a function. What it means is only known by calling it, so it has no fingerprint of its own: the
 * analysed plan serves.
 *
 * @param scope what unqualified names mean
 */
public record FunctionQuery(Function<FlowContext, Dataset<Row>> function, NameScope scope, SourceLocation location)
        implements Query {

    @Override
    public String fingerprintText() {
        return "";
    }
}
