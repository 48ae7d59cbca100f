package dev.tidewheel.engine.event.query;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetJsonObject;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SemiStructuredExtract;
import org.apache.spark.sql.catalyst.expressions.variant.VariantGet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Colon paths into JSON, as in {@code details:flow_progress.metrics.num_output_rows}. Spark parses them for every column
 * but then takes them for VARIANT columns only. Here each becomes a call of a function that decides when it knows the
 * type of the column: a path into a string extracts from its JSON and gives a string, NULL where there is nothing; a
 * path into a VARIANT is what Spark makes of it. Stateless.
 */
public final class ColonPaths {
    static final String FUNCTION = "__tidewheel_colon_path";

    private ColonPaths() {}

    /** Replaces all colon paths in an unresolved plan; the plans of its subqueries are left to their own analysis. */
    public static LogicalPlan rewrite(LogicalPlan plan) {
        return (LogicalPlan) plan.resolveExpressions(new AbstractPartialFunction<Expression, Expression>() {
            @Override
            public boolean isDefinedAt(Expression expression) {
                return expression instanceof SemiStructuredExtract;
            }

            @Override
            public Expression apply(Expression expression) {
                SemiStructuredExtract extract = (SemiStructuredExtract) expression;
                List<Expression> arguments = List.of(
                        extract.child(), new Literal(UTF8String.fromString(extract.field()), DataTypes.StringType));
                return new UnresolvedFunction(
                        seq(List.of(FUNCTION)),
                        seq(arguments),
                        false,
                        Option.empty(),
                        Option.empty(),
                        seq(List.of()),
                        false);
            }
        });
    }

    /** The function that a colon path becomes. */
    static Expression resolve(Expression column, Expression path) {
        if (column.dataType() instanceof VariantType variant) {
            return new VariantGet(column, path, variant, true, Option.empty());
        }
        // for what is no string, the error of this expression names the column and its type
        return new GetJsonObject(column, path);
    }

    private static <T> Seq<T> seq(List<T> values) {
        return CollectionConverters.asScala(values).toSeq();
    }
}
