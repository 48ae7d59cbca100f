package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTime;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MapInArrow;
import org.apache.spark.sql.catalyst.plans.logical.MapInPandas;
import org.apache.spark.sql.catalyst.plans.logical.ObjectConsumer;
import org.apache.spark.sql.catalyst.plans.logical.ObjectProducer;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.execution.datasources.LogicalRelation;

/** What can be read off an analysed query: its inputs, how it can be run, whether it is repeatable. Stateless. */
final class QueryTraits {

    private QueryTraits() {}

    /** Every leaf that stands for an input, each key once. */
    static List<LeafInput> inputs(LogicalPlan plan) {
        Map<String, LeafInput> found = new LinkedHashMap<>();
        PlanRewrite.visit(
                plan,
                node -> input(node).ifPresent(input -> found.putIfAbsent(input.key() + input.streaming(), input)));
        return new ArrayList<>(found.values());
    }

    static java.util.Optional<LeafInput> input(LogicalPlan node) {
        return node instanceof LogicalRelation leaf && leaf.relation() instanceof VirtualRelation relation
                ? java.util.Optional.of(relation.input())
                : java.util.Optional.empty();
    }

    /** True if one of the leaves is a stream that is none of our inputs. */
    static boolean readsForeignStream(LogicalPlan plan) {
        boolean[] found = {false};
        PlanRewrite.visit(
                plan,
                node -> found[0] |= node instanceof LeafNode
                        && node.isStreaming()
                        && input(node).isEmpty()
                        && !(node instanceof CTERelationRef));
        return found[0];
    }

    static FlowShape shape(LogicalPlan plan) {
        if (!plan.isStreaming()) {
            return FlowShape.BATCH;
        }
        boolean[] stateless = {true};
        PlanRewrite.visit(plan, node -> {
            if (node.isStreaming() && !rowByRow(node)) {
                stateless[0] = false;
            }
        });
        return stateless[0] ? FlowShape.STATELESS : FlowShape.STATEFUL;
    }

    private static boolean rowByRow(LogicalPlan node) {
        if (node instanceof Join join) {
            boolean left = join.left().isStreaming();
            boolean right = join.right().isStreaming();
            Object type = join.joinType();
            if (left && right) {
                return false;
            }
            return type == Inner$.MODULE$
                    || type == Cross$.MODULE$
                    || (left && (type == LeftOuter$.MODULE$ || type == LeftSemi$.MODULE$ || type == LeftAnti$.MODULE$))
                    || (right && type == RightOuter$.MODULE$);
        }
        if (node instanceof Union union) {
            // the rows of an input that is read whole would come with every batch
            return PlanRewrite.toJava(union.children()).stream().allMatch(LogicalPlan::isStreaming);
        }
        if (node instanceof LeafNode) {
            return input(node).isPresent() || node instanceof CTERelationRef;
        }
        return node instanceof Project
                || node instanceof Filter
                || node instanceof SubqueryAlias
                || node instanceof Generate
                || node instanceof MapInPandas
                || node instanceof MapInArrow
                || node instanceof EventTimeWatermark
                || node instanceof CollectMetrics
                || node instanceof WithCTE
                || node instanceof CTERelationDef;
    }

    /**
     * Reasons, in words, why running a query again on the same inputs may give other rows.
     *
     * @param query as the user wrote it
     * @param output what is done with its rows until they are in the table, expectations among it
     */
    static List<String> volatileReasons(LogicalPlan query, LogicalPlan output) {
        Set<String> reasons = new LinkedHashSet<>();
        reasons(query, reasons);
        reasons(output, reasons);
        return List.copyOf(reasons);
    }

    private static void reasons(LogicalPlan plan, Set<String> reasons) {
        PlanRewrite.visit(plan, node -> {
            for (Expression expression : PlanRewrite.toJava(node.expressions())) {
                expressionReasons(expression, reasons);
            }
            if (node instanceof LeafNode && !constant(node) && input(node).isEmpty()) {
                reasons.add(ResolvedFlow.UNKNOWN_SOURCE + ": " + node.nodeName());
            }
            if (node instanceof LocalRelation) {
                // VALUES, whose expressions are computed when the query is analysed
                SpecialTimes.inText(node.origin()).ifPresent(reasons::add);
            }
        });
    }

    /** True if a function that was given as code takes part: the plan does not tell what it does. */
    static boolean callsUserCode(LogicalPlan plan) {
        boolean[] found = {false};
        PlanRewrite.visit(plan, node -> {
            found[0] |= node instanceof ObjectConsumer || node instanceof ObjectProducer || node instanceof TypedFilter;
            PlanRewrite.toJava(node.expressions()).forEach(expression -> found[0] |= isUserCode(expression));
        });
        return found[0];
    }

    private static boolean isUserCode(Expression expression) {
        return expression instanceof UserDefinedExpression
                || PlanRewrite.toJava(expression.children()).stream().anyMatch(QueryTraits::isUserCode);
    }

    private static boolean constant(LogicalPlan leaf) {
        return leaf instanceof LocalRelation
                || leaf instanceof OneRowRelation
                || leaf instanceof Range
                || leaf instanceof CTERelationRef;
    }

    private static void expressionReasons(Expression expression, Set<String> reasons) {
        if (expression instanceof CurrentTimestampLike
                || expression instanceof CurrentDate
                || expression instanceof LocalTimestamp
                || expression instanceof CurrentTime) {
            reasons.add("depends on the time of the run: " + expression.prettyName());
            return;
        }
        SpecialTimes.in(expression).ifPresent(reasons::add);
        if (expression instanceof RuntimeReplaceable replaceable) {
            expressionReasons(replaceable.replacement(), reasons);
        }
        boolean childrenDeterministic = true;
        for (Expression child : PlanRewrite.toJava(expression.children())) {
            expressionReasons(child, reasons);
            childrenDeterministic &= child.deterministic();
        }
        if (!expression.deterministic() && childrenDeterministic) {
            reasons.add("not deterministic: " + expression.prettyName());
        }
    }
}
