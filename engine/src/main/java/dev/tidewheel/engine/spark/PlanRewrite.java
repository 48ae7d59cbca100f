package dev.tidewheel.engine.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.PartialFunction;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** Catalyst's tree rewriting with Java functions. Stateless. */
public final class PlanRewrite {

    private PlanRewrite() {}

    /** Applies {@code rule} to each node, children first, subqueries included; a rule that returns its argument keeps it. */
    public static LogicalPlan up(LogicalPlan plan, UnaryOperator<LogicalPlan> rule) {
        return (LogicalPlan) plan.transformUpWithSubqueries(partial(rule));
    }

    /** Applies {@code rule} to each expression of each node, subqueries included. */
    public static LogicalPlan expressions(LogicalPlan plan, UnaryOperator<Expression> rule) {
        return (LogicalPlan) plan.transformAllExpressionsWithSubqueries(partial(rule));
    }

    /** Applies {@code rule} to an expression and those below it, children first. */
    public static Expression up(Expression expression, UnaryOperator<Expression> rule) {
        return (Expression) expression.transformUp(partial(rule));
    }

    /** Shows each node of the plan and of its subqueries to {@code visitor}, parents first. */
    public static void visit(LogicalPlan plan, Consumer<LogicalPlan> visitor) {
        List<LogicalPlan> nodes = new ArrayList<>();
        plan.collectWithSubqueries(new AbstractPartialFunction<LogicalPlan, Object>() {
            @Override
            public boolean isDefinedAt(LogicalPlan node) {
                nodes.add(node);
                return false;
            }
        });
        nodes.forEach(visitor);
    }

    public static <T> List<T> toJava(scala.collection.Seq<T> values) {
        return CollectionConverters.asJava(values);
    }

    public static <T> Seq<T> toScala(List<? extends T> values) {
        return CollectionConverters.<T>asScala(new ArrayList<T>(values)).toSeq();
    }

    private static <T> PartialFunction<T, T> partial(UnaryOperator<T> rule) {
        return new AbstractPartialFunction<>() {
            @Override
            public boolean isDefinedAt(T node) {
                return true;
            }

            @Override
            @SuppressWarnings("unchecked")
            public <A extends T, B> B applyOrElse(A node, scala.Function1<A, B> otherwise) {
                return (B) rule.apply(node);
            }

            @Override
            public T apply(T node) {
                return rule.apply(node);
            }
        };
    }
}
