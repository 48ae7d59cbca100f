package dev.tidewheel.engine.change;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeduplicateWithinWatermark;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.FlatMapGroupsInPandasWithState;
import org.apache.spark.sql.catalyst.plans.logical.FlatMapGroupsWithState;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.TransformWithState;
import org.apache.spark.sql.catalyst.plans.logical.TransformWithStateInPySpark;
import org.apache.spark.sql.classic.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the operators that keep state off a query. It is optimized first, since Spark keeps what is then left. Used once. */
final class StateReader {

    private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);
    private static final int LONGEST_KEY = 60;

    private final LogicalPlan plan;
    private final Function<LogicalPlan, ColumnLineage> lineages;
    private final List<String> operators = new ArrayList<>();
    private final Map<String, Long> watermarks = new LinkedHashMap<>();
    private ColumnLineage lineage;

    private StateReader(LogicalPlan plan, Function<LogicalPlan, ColumnLineage> lineages) {
        this.plan = plan;
        this.lineages = lineages;
        this.lineage = lineages.apply(plan);
    }

    static StateReader of(LogicalPlan query) {
        Map<ExprId, String> places = ColumnLineage.places(query);
        return new StateReader(optimized(query), operator -> ColumnLineage.below(operator, places));
    }

    /** Describes what is remembered as it was done at first. */
    static StateReader former(LogicalPlan query) {
        LogicalPlan plan = optimized(query);
        ColumnLineage lineage = ColumnLineage.former(plan);
        return new StateReader(plan, operator -> lineage);
    }

    private static LogicalPlan optimized(LogicalPlan query) {
        try {
            return SparkSession.active().sessionState().optimizer().execute(query.clone());
        } catch (RuntimeException e) {
            // It is the same each time, and the query as it is written says nearly as much.
            LOG.debug("A streaming query is compared as it is written", e);
            return query;
        }
    }

    /** @param style of the description */
    StateSignature read(int style) {
        PlanRewrite.visit(plan, node -> {
            if (node.isStreaming()) {
                lineage = lineages.apply(node);
                look(node);
            }
        });
        return new StateSignature(operators, watermarks, style);
    }

    private void look(LogicalPlan node) {
        if (node instanceof Aggregate aggregate) {
            operators.add("aggregation by " + keys(PlanRewrite.toJava(aggregate.groupingExpressions())) + " of "
                    + functions(aggregate));
        } else if (node instanceof Deduplicate duplicates) {
            operators.add("no duplicates of " + keys(PlanRewrite.toJava(duplicates.keys())));
        } else if (node instanceof DeduplicateWithinWatermark duplicates) {
            operators.add("no duplicates within the watermark of " + keys(PlanRewrite.toJava(duplicates.keys())));
        } else if (node instanceof Join join
                && join.left().isStreaming()
                && join.right().isStreaming()) {
            String condition =
                    join.condition().isDefined() ? text(join.condition().get()) : "";
            operators.add(join.joinType().sql().toLowerCase(java.util.Locale.ROOT) + " join on " + condition + " of "
                    + columns(join.left()) + " and " + columns(join.right()));
        } else if (node instanceof FlatMapGroupsWithState groups) {
            operators.add("groups with state by " + keys(PlanRewrite.toJava(groups.groupingAttributes())) + ", "
                    + groups.stateEncoder().schema().simpleString() + ", " + groups.timeout());
        } else if (node instanceof FlatMapGroupsInPandasWithState groups) {
            operators.add("groups with state by " + keys(PlanRewrite.toJava(groups.groupingAttributes())) + ", "
                    + groups.stateType().simpleString() + ", " + groups.timeout());
        } else if (node instanceof TransformWithState transform) {
            operators.add("transformWithState by " + keys(PlanRewrite.toJava(transform.groupingAttributes())) + ", "
                    + transform.timeMode());
        } else if (node instanceof TransformWithStateInPySpark transform) {
            List<Attribute> given = PlanRewrite.toJava(transform.child().output());
            operators.add("transformWithState by " + keys(given.subList(0, transform.groupingAttributesLen())) + ", "
                    + transform.timeMode());
        } else if (node instanceof GlobalLimit) {
            operators.add("limit");
        } else if (node instanceof EventTimeWatermark watermark) {
            watermarks.put(
                    text(watermark.eventTime()),
                    watermark.delay().months * 31L * 24 * 60 * 60 * 1000
                            + watermark.delay().days * 24L * 60 * 60 * 1000
                            + watermark.delay().microseconds / 1000);
        }
    }

    private String functions(Aggregate aggregate) {
        List<String> found = new ArrayList<>();
        PlanRewrite.toJava(aggregate.aggregateExpressions()).forEach(column -> functions((Expression) column, found));
        return found.isEmpty() ? "nothing" : String.join(", ", found);
    }

    private void functions(Expression expression, List<String> found) {
        if (expression instanceof AggregateExpression) {
            String text = text(expression) + ": " + expression.dataType().simpleString();
            if (!found.contains(text)) {
                found.add(text);
            }
            return;
        }
        PlanRewrite.toJava(expression.children()).forEach(child -> functions(child, found));
    }

    private <E> String keys(List<E> keys) {
        return keys.isEmpty()
                ? "nothing"
                : keys.stream().map(key -> key((Expression) key)).collect(Collectors.joining(", "));
    }

    private String key(Expression key) {
        String text = text(key) + " " + key.dataType().simpleString();
        return text.length() <= LONGEST_KEY
                ? text
                : (key instanceof NamedExpression column ? column.name() : text.substring(0, LONGEST_KEY)) + " ("
                        + ShortHash.of(text) + ")";
    }

    private static String columns(LogicalPlan side) {
        return PlanRewrite.toJava(side.output()).stream()
                .map(column -> column.name() + " " + column.dataType().simpleString())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String text(Expression expression) {
        return lineage.text(expression);
    }
}
