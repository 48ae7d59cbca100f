package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A query given as a function. What it means is only known by calling it: the analysed plan tells queries apart, save
 * for functions of the user inside of the plan, for which {@link #fingerprintText} serves.
 *
 * @param function its errors are {@link dev.tidewheel.model.error.PipelineException}s at the user's line
 * @param scope what unqualified names mean
 * @param location where the function was given
 * @param code that the function belongs to
 */
public record FunctionQuery(
        Function<FlowContext, Dataset<Row>> function, NameScope scope, SourceLocation location, UserCode code)
        implements Query {

    public FunctionQuery {
        Objects.requireNonNull(function, "function is null");
        Objects.requireNonNull(scope, "scope is null");
        Objects.requireNonNull(location, "location is null");
        Objects.requireNonNull(code, "code is null");
    }

    /** Changes when the code changes that the function was loaded from, also in places that do not matter to it. */
    @Override
    public String fingerprintText() {
        return code.version();
    }

    /** SQL that the function gives while it runs; to be called on the function's thread, below the function. */
    public SqlFragment fragment(String sql) {
        return code.fragment(CallSite.ofCaller(location.file()), sql);
    }
}
