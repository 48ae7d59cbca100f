package dev.tidewheel.engine.source.option;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq$;
import scala.jdk.javaapi.CollectionConverters;

/** Computes the values of constant expressions as texts; no Spark job is run. Immutable. */
public final class ConstantArguments {
    private final SparkSession session;

    public ConstantArguments(SparkSession session) {
        this.session = session;
    }

    /** The expression is not constant, or cannot be computed. */
    public static final class NotConstantException extends Exception {
        private static final long serialVersionUID = 1L;

        NotConstantException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The value as text; empty for NULL. */
    public Optional<String> text(Expression expression) throws NotConstantException {
        if (expression instanceof Literal literal && literal.dataType() instanceof StringType) {
            return Optional.ofNullable(literal.value()).map(Object::toString);
        }
        @Nullable Object value = evaluate(expression, DataTypes.StringType);
        return Optional.ofNullable(value).map(Object::toString);
    }

    /** The value as a map of texts; entries with NULL are left out. */
    public Map<String, String> map(Expression expression) throws NotConstantException {
        DataType type = DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);
        @Nullable Object value = evaluate(expression, type);
        Map<String, String> entries = new TreeMap<>();
        if (value instanceof MapData data) {
            for (int i = 0; i < data.numElements(); i++) {
                if (!data.valueArray().isNullAt(i)) {
                    UTF8String name = data.keyArray().getUTF8String(i);
                    entries.put(
                            name.toString(), data.valueArray().getUTF8String(i).toString());
                }
            }
        }
        return entries;
    }

    /** {@code secret('scope', 'key')} becomes a text that stands for the secret; its value is put in where it is used. */
    private static Expression secret(Expression expression) {
        if (expression instanceof UnresolvedFunction function
                && function.nameParts().size() == 1
                && function.nameParts().head().equalsIgnoreCase("secret")
                && function.arguments().size() == 2
                && function.arguments().head() instanceof Literal scope
                && function.arguments().last() instanceof Literal key
                && scope.value() != null
                && key.value() != null) {
            return Literal$.MODULE$.apply("{{secrets/" + scope.value() + "/" + key.value() + "}}");
        }
        return expression;
    }

    /** Spark's optimizer computes what does not depend on anything. */
    private @Nullable Object evaluate(Expression expression, DataType type) throws NotConstantException {
        LogicalPlan optimized;
        try {
            Expression cast = new Cast(
                    PlanRewrite.up(expression, ConstantArguments::secret),
                    type,
                    Option.apply(session.sessionState().conf().sessionLocalTimeZone()),
                    Cast.apply$default$4());
            Alias value = new Alias(
                    cast,
                    "value",
                    NamedExpression$.MODULE$.newExprId(),
                    Seq$.MODULE$.empty(),
                    Option.empty(),
                    Seq$.MODULE$.empty());
            LogicalPlan plan = new Project(
                    CollectionConverters.asScala(
                                    List.<org.apache.spark.sql.catalyst.expressions.NamedExpression>of(value))
                            .toSeq(),
                    new OneRowRelation());
            optimized = Dataset.ofRows(session, plan).queryExecution().optimizedPlan();
        } catch (Exception e) {
            // Spark throws checked exceptions that Scala does not declare
            throw new NotConstantException(String.valueOf(e.getMessage()), e);
        }
        if (optimized instanceof Project project
                && project.projectList().head() instanceof Alias alias
                && alias.child() instanceof Literal literal) {
            return literal.value();
        }
        throw new NotConstantException("it depends on something that is known only when the query runs", null);
    }
}
