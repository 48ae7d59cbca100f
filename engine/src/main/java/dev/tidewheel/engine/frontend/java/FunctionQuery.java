package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A query given as a function. What it means is only known by calling it: the analysed plan tells queries apart, save
 * for functions of the user inside of the plan, for which {@link #fingerprintText} serves.
 *
 * @param function its errors are {@link dev.tidewheel.model.error.PipelineException}s at the user's line
 * @param context what the definition was read with
 * @param location where the function was given
 * @param code that the function belongs to
 */
public record FunctionQuery(
        Function<FlowContext, Dataset<Row>> function, JavaContext context, SourceLocation location, UserCode code)
        implements Query {

    public FunctionQuery {
        Objects.requireNonNull(function, "function is null");
        Objects.requireNonNull(context, "context is null");
        Objects.requireNonNull(location, "location is null");
        Objects.requireNonNull(code, "code is null");
    }

    /** What unqualified names mean. */
    public NameScope scope() {
        return context.scope();
    }

    /**
     * Changes when the code changes that the function was loaded from, also in places that do not matter to it, or the
     * pipeline's configuration, whose values it may have kept.
     */
    @Override
    public String fingerprintText() {
        return code.version() + " " + new TreeMap<>(context.configuration());
    }

    /** Where the function is now, at {@code word} if it is written there; to be called like {@link #fragment}. */
    public SourceLocation place(String word) {
        return code.locate(CallSite.ofCaller(location.file()), word);
    }

    /** SQL that the function gives while it runs; to be called on the function's thread, below the function. */
    public SqlFragment fragment(String sql) {
        return code.fragment(CallSite.ofCaller(location.file()), sql);
    }
}
