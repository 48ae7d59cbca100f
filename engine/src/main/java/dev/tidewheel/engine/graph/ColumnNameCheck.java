package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.lake.ColumnNames;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SqlPositions;
import dev.tidewheel.model.definition.ColumnDefinition;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.StructType;

/** Refuses names of columns that Delta refuses, at the place where the column comes from. Stateless. */
final class ColumnNameCheck {

    private ColumnNameCheck() {}

    /** @param stored the table as it is now, if it is there: others may have allowed it more names */
    static void check(
            StructType schema,
            TableDefinition table,
            Query query,
            LogicalPlan analyzed,
            Optional<TableSnapshot> stored) {
        Map<String, String> properties =
                new HashMap<>(stored.map(TableSnapshot::properties).orElse(Map.of()));
        properties.putAll(table.specification().properties());
        ColumnNames.forbidden(schema, properties).ifPresent(name -> {
            throw new PipelineException(Problem.of(
                            ErrorCode.TABLE_LAYOUT_INVALID,
                            "`" + table.name().name() + "` cannot have a column `" + name + "`")
                    .because("names of columns in Delta tables have no spaces and none of , ; { } ( ) =")
                    .remedy("give it another name with AS, or allow all names with TBLPROPERTIES ('"
                            + ColumnNames.MAPPING + "' = 'name')")
                    .at(place(name, table, query, analyzed))
                    .in(table.name().toString()));
        });
    }

    private static SourceLocation place(String name, TableDefinition table, Query query, LogicalPlan analyzed) {
        for (ColumnDefinition column : table.specification().columns()) {
            if (column.name().equalsIgnoreCase(name)) {
                return column.location();
            }
        }
        if (query instanceof SqlQuery sql) {
            for (NamedExpression expression : selected(analyzed)) {
                if (expression.name().equals(name)) {
                    return SqlPositions.of(written((Expression) expression), sql.sql());
                }
            }
        }
        return query.location();
    }

    /** A name that Spark made has the place of the whole query; what it was made for has a place of its own. */
    private static Origin written(Expression column) {
        Expression next = column;
        while (next.origin().startIndex().isEmpty()
                || (Integer) next.origin().startIndex().get() == 0) {
            if (next.children().isEmpty()) {
                return column.origin();
            }
            next = next.children().head();
        }
        return next.origin();
    }

    private static List<NamedExpression> selected(LogicalPlan plan) {
        if (plan instanceof Project project) {
            return PlanRewrite.toJava(project.projectList());
        }
        if (plan instanceof Aggregate aggregate) {
            return PlanRewrite.toJava(aggregate.aggregateExpressions());
        }
        return plan.children().size() == 1 ? selected(plan.children().head()) : List.of();
    }
}
