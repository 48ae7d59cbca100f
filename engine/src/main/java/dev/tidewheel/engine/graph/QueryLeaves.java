package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The leaves of an analysed query as they stand in it. Stateless. */
public final class QueryLeaves {

    private QueryLeaves() {}

    /** What is read as a stream, in the order of the query; an input that is read twice is there twice. */
    public static List<LeafInput> streams(LogicalPlan query) {
        List<LeafInput> found = new ArrayList<>();
        PlanRewrite.visit(
                query,
                node -> QueryTraits.input(node).filter(LeafInput::streaming).ifPresent(found::add));
        return found;
    }

    /** Shows each leaf to {@code visitor}, in the order of the query. */
    public static void visit(LogicalPlan query, BiConsumer<LogicalPlan, LeafInput> visitor) {
        PlanRewrite.visit(query, node -> QueryTraits.input(node).ifPresent(input -> visitor.accept(node, input)));
    }

    /** A text that differs if a stream gives other columns to the query. */
    public static String columns(LogicalPlan query) {
        StringBuilder text = new StringBuilder();
        PlanRewrite.visit(
                query,
                node -> QueryTraits.input(node)
                        .filter(LeafInput::streaming)
                        .ifPresent(input -> text.append(input.key())
                                .append(' ')
                                .append(node.schema().sql())
                                .append('\n')));
        return text.toString();
    }
}
