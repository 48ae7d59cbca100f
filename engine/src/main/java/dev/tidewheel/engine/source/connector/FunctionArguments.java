package dev.tidewheel.engine.source.connector;

import dev.tidewheel.engine.source.option.ConstantArguments;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** The arguments of a table function such as {@code read_kafka(subscribe => 'orders')} as options. Stateless. */
public final class FunctionArguments {

    private FunctionArguments() {}

    /**
     * The options that a call gives; all arguments have names, and values that are constant.
     *
     * @param places where in the user's files a part of the query stands
     */
    public static ConnectorOptions of(
            UnresolvedTableValuedFunction call,
            SparkSession session,
            Function<Origin, @Nullable SourceLocation> places) {
        return of(call, session, places, null);
    }

    /**
     * The same for a function whose first argument needs no name.
     *
     * @param first the name that it has as an option; null if all arguments have names
     */
    public static ConnectorOptions of(
            UnresolvedTableValuedFunction call,
            SparkSession session,
            Function<Origin, @Nullable SourceLocation> places,
            @Nullable String first) {
        ConstantArguments constants = new ConstantArguments(session);
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, SourceLocation> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        @Nullable SourceLocation whole = places.apply(call.origin());
        List<Expression> arguments = CollectionConverters.asJava(call.functionArgs());
        for (int i = 0; i < arguments.size(); i++) {
            Expression argument = arguments.get(i);
            NamedArgumentExpression named;
            if (argument instanceof NamedArgumentExpression given) {
                named = given;
            } else if (i == 0 && first != null) {
                named = new NamedArgumentExpression(first, argument);
            } else {
                throw new PipelineException(invalid("`" + call.name().last() + "` takes its options by name")
                        .at(places.apply(argument.origin())));
            }
            @Nullable SourceLocation place = places.apply(named.value().origin());
            String value = value(constants, named).orElse(null);
            if (value != null && values.putIfAbsent(named.key(), value) != null) {
                throw new PipelineException(invalid("The option `" + named.key() + "` is given twice")
                        .at(place));
            }
            if (place != null) {
                found.put(named.key(), place);
            }
        }
        return new ConnectorOptions(values, name -> found.getOrDefault(name, whole));
    }

    private static Optional<String> value(ConstantArguments constants, NamedArgumentExpression named) {
        try {
            return constants.text(named.value());
        } catch (ConstantArguments.NotConstantException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The value of `" + named.key() + "` must be a constant")
                            .because(String.valueOf(e.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""))
                            .remedy("Use a literal, an expression of literals, or secret('scope', 'key')"),
                    e);
        }
    }

    private static Problem invalid(String message) {
        return Problem.of(ErrorCode.SOURCE_OPTION_INVALID, message)
                .remedy("Write option => value; names with dots in backticks");
    }
}
