package dev.tidewheel.engine.spark;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.GetJsonObject;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SemiStructuredExtract;
import org.apache.spark.sql.catalyst.expressions.variant.VariantGet;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;

/**
 * Colon paths into JSON, as in {@code details:flow_progress.metrics.num_output_rows}. Spark parses them for every column
 * but then takes them for VARIANT columns only. Here each becomes a call of a function that decides when it knows the
 * type of the column: a path into a string extracts from its JSON and gives a string, NULL where there is nothing; a
 * path into a VARIANT is what Spark makes of it. Stateless.
 */
public final class ColonPaths {
    private static final String FUNCTION = "__tidewheel_colon_path";

    /** Its name as sessions know it. */
    public static FunctionIdentifier function() {
        return FunctionIdentifier.apply(FUNCTION);
    }

    private ColonPaths() {}

    /** Replaces all colon paths in an unresolved plan, those of its subqueries too. */
    public static LogicalPlan rewrite(LogicalPlan plan) {
        return PlanRewrite.expressions(
                plan, expression -> expression instanceof SemiStructuredExtract extract ? call(extract) : expression);
    }

    /**
     * A condition or another expression as a column; colon paths in it work as in a query.
     *
     * @throws org.apache.spark.sql.catalyst.parser.ParseException if it is no expression
     */
    public static Column column(String expression) {
        if (expression.indexOf(':') < 0) {
            return functions.expr(expression);
        }
        LogicalPlan parsed = new Filter(CatalystSqlParser$.MODULE$.parseExpression(expression), new OneRowRelation());
        return ExpressionUtils.column(((Filter) rewrite(parsed)).condition());
    }

    private static Expression call(SemiStructuredExtract extract) {
        List<Expression> arguments =
                List.of(extract.child(), new Literal(UTF8String.fromString(extract.field()), DataTypes.StringType));
        return new UnresolvedFunction(
                PlanRewrite.toScala(List.of(FUNCTION)),
                PlanRewrite.toScala(arguments),
                false,
                Option.empty(),
                Option.empty(),
                PlanRewrite.toScala(List.of()),
                false);
    }

    /** Makes a session know the function. */
    public static void registerIn(SparkSession session) {
        session.sessionState().functionRegistry().createOrReplaceTempFunction(FUNCTION, builder(), "scala_udf");
    }

    public static ExpressionInfo info() {
        return new ExpressionInfo(ColonPaths.class.getName(), FUNCTION);
    }

    /** Makes the expression for a call of the function. */
    public static AbstractFunction1<Seq<Expression>, Expression> builder() {
        return new AbstractFunction1<>() {
            @Override
            public Expression apply(Seq<Expression> arguments) {
                return resolve(arguments.apply(0), arguments.apply(1));
            }
        };
    }

    private static Expression resolve(Expression column, Expression path) {
        if (column.dataType() instanceof VariantType variant) {
            return new VariantGet(column, path, variant, true, Option.empty());
        }
        // for what is no string, the error of this expression names the column and its type
        return new GetJsonObject(column, path);
    }
}
