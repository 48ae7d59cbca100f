package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.unsafe.types.UTF8String;

/** The values in a plan that its printed form leaves out or shortens. Stateless. */
final class PlanConstants {

    private PlanConstants() {}

    /** Adds the texts of literals and the rows of local relations. */
    static void append(LogicalPlan plan, StringBuilder out) {
        PlanRewrite.visit(plan, node -> {
            PlanRewrite.toJava(node.expressions()).forEach(expression -> literals(expression, out));
            if (node instanceof LocalRelation local) {
                rows(local, out);
            }
        });
    }

    private static void literals(Expression expression, StringBuilder out) {
        if (expression instanceof Literal literal && literal.value() instanceof UTF8String text) {
            out.append('|').append(text.numBytes()).append(' ').append(text);
        }
        PlanRewrite.toJava(expression.children()).forEach(child -> literals(child, out));
    }

    private static void rows(LocalRelation local, StringBuilder out) {
        UnsafeProjection bytes = UnsafeProjection.create(local.schema());
        for (InternalRow row : PlanRewrite.toJava(local.data())) {
            out.append('|').append(HexFormat.of().formatHex(bytes.apply(row).getBytes()));
        }
    }
}
