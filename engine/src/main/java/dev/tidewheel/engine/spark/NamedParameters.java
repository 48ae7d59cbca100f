package dev.tidewheel.engine.spark;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;

/** The parameters of a pipeline, {@code :name}, in SQL text. Stateless. */
public final class NamedParameters {

    private NamedParameters() {}

    /**
     * The expression with texts in quotes in the place of its parameters. What cannot be parsed is left as it is: whoever
     * uses the expression says what is wrong with it.
     *
     * @throws PipelineException if a parameter has no value
     */
    public static SqlFragment bind(SqlFragment expression, Map<String, String> values) {
        if (expression.text().indexOf(':') < 0) {
            return expression;
        }
        SqlFragment bound = expression;
        for (NamedParameter parameter : lastFirst(expression.text())) {
            bound = bound.replaced(
                    parameter.origin().context().startIndex(),
                    parameter.origin().context().stopIndex() + 1,
                    literal(value(parameter, values, expression)));
        }
        return bound;
    }

    /**
     * The value of a parameter.
     *
     * @param sql where the parameter stands
     */
    public static String value(NamedParameter parameter, Map<String, String> values, SqlFragment sql) {
        // A key with other characters than letters, digits and _ is written in back-quotes.
        String name = parameter.name().replace("`", "");
        String value = values.get(name);
        if (value == null) {
            String near = Suggestions.didYouMean(name, values.keySet());
            throw new PipelineException(Problem.of(
                            ErrorCode.UNDEFINED_PARAMETER, "the parameter `:" + name + "` has no value")
                    .because("The pipeline's parameters do not contain `" + name + "`")
                    .remedy(
                            near.isEmpty()
                                    ? "Add it to `parameters` in the pipeline file, or pass --set " + name + "=value"
                                    : near)
                    .at(SqlPositions.of(parameter, sql)));
        }
        return value;
    }

    /** A text as Spark's parser reads it. */
    public static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static List<NamedParameter> lastFirst(String expression) {
        List<NamedParameter> found = new ArrayList<>();
        Expression parsed;
        try {
            parsed = CatalystSqlParser$.MODULE$.parseExpression(expression);
        } catch (Exception e) {
            // Scala does not declare what it throws.
            if (e instanceof ParseException) {
                return List.of();
            }
            throw e;
        }
        PlanRewrite.expressions(new Filter(parsed, new OneRowRelation()), part -> {
            if (part instanceof NamedParameter parameter) {
                found.add(parameter);
            }
            return part;
        });
        found.sort(Comparator.comparingInt((NamedParameter parameter) ->
                        parameter.origin().context().startIndex())
                .reversed());
        return found;
    }
}
