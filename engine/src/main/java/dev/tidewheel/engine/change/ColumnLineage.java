package dev.tidewheel.engine.change;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.spark.PlanRewrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PrettyAttribute;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;

/**
 * Where the columns that an operator is given come from: expressions in terms of the columns that are read, whatever those
 * are called on the way. Used by one thread.
 */
final class ColumnLineage {

    private static final List<String> UNQUALIFIED = List.of();

    private final Map<ExprId, String> places;
    private final Map<ExprId, Expression> named = new HashMap<>();
    private final Map<ExprId, List<Attribute>> branches = new HashMap<>();
    private final Map<ExprId, List<Expression>> expanded = new HashMap<>();
    private final Map<ExprId, Generated> generated = new HashMap<>();

    /** @param output which of the columns that the generator makes, empty if there is one only */
    private record Generated(Expression generator, String output) {}

    private ColumnLineage(Map<ExprId, String> places) {
        this.places = places;
    }

    /**
     * Of what is below an operator.
     *
     * @param places of the columns that are read, see {@link #places}
     */
    static ColumnLineage below(LogicalPlan operator, Map<ExprId, String> places) {
        ColumnLineage lineage = new ColumnLineage(places);
        PlanRewrite.toJava(operator.children()).forEach(child -> PlanRewrite.visit(child, lineage::remember));
        return lineage;
    }

    /** As state was described at first: the names of projections were followed, wherever they are, and nothing else. */
    static ColumnLineage former(LogicalPlan query) {
        ColumnLineage lineage = new ColumnLineage(Map.of());
        PlanRewrite.visit(query, node -> {
            if (node instanceof Project) {
                lineage.remember(node);
            }
        });
        return lineage;
    }

    /**
     * What tells columns of the same name apart: those of the first stream have no mark, those of other streams a number,
     * as the order of streams is compared by itself; all others the table that they are from. A name that only one has needs
     * no mark.
     */
    static Map<ExprId, String> places(LogicalPlan query) {
        Map<ExprId, String> places = new HashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        Map<String, Integer> owners = new HashMap<>();
        QueryLeaves.visit(
                query,
                (leaf, input) -> PlanRewrite.toJava(leaf.output()).stream()
                        .map(column -> column.name().toLowerCase(Locale.ROOT))
                        .distinct()
                        .forEach(name -> owners.merge(name, 1, Integer::sum)));
        QueryLeaves.visit(query, (leaf, input) -> {
            String kind = input.streaming() ? "stream" : place(input);
            int number = seen.merge(kind, 1, Integer::sum);
            if (!input.streaming() || number > 1) {
                String place = number > 1 ? kind + " " + number : kind;
                PlanRewrite.toJava(leaf.output()).stream()
                        .filter(column -> owners.getOrDefault(column.name().toLowerCase(Locale.ROOT), 0) > 1)
                        .forEach(column -> places.put(column.exprId(), place));
            }
        });
        return places;
    }

    private static String place(LeafInput input) {
        return input.isTable() ? input.key() : input.label();
    }

    private void remember(LogicalPlan node) {
        if (node instanceof Project project) {
            PlanRewrite.toJava(project.projectList()).forEach(column -> {
                if (column instanceof Alias alias) {
                    named.put(alias.exprId(), alias.child());
                }
            });
        } else if (node instanceof Union union) {
            remember(union);
        } else if (node instanceof Expand expand) {
            remember(expand);
        } else if (node instanceof Generate generate) {
            List<Attribute> outputs = PlanRewrite.toJava(generate.generatorOutput());
            for (int i = 0; i < outputs.size(); i++) {
                generated.put(
                        outputs.get(i).exprId(),
                        new Generated((Expression) generate.generator(), outputs.size() > 1 ? "[" + i + "]" : ""));
            }
        }
    }

    /** Its columns have the ids of those of its first branch. */
    private void remember(Union union) {
        List<Attribute> outputs = PlanRewrite.toJava(union.output());
        for (int i = 0; i < outputs.size(); i++) {
            List<Attribute> columns = new ArrayList<>();
            for (LogicalPlan branch : PlanRewrite.toJava(union.children())) {
                columns.add(PlanRewrite.toJava(branch.output()).get(i));
            }
            // a union of unions has the ids of the first branch of all
            branches.computeIfAbsent(outputs.get(i).exprId(), id -> new ArrayList<>())
                    .addAll(columns);
        }
    }

    private void remember(Expand expand) {
        List<Attribute> outputs = PlanRewrite.toJava(expand.output());
        for (int i = 0; i < outputs.size(); i++) {
            ExprId output = outputs.get(i).exprId();
            List<Expression> values = new ArrayList<>();
            boolean changes = false;
            for (var projection : PlanRewrite.toJava(expand.projections())) {
                Expression value = PlanRewrite.toJava(projection).get(i);
                values.add(value);
                changes |=
                        !(value instanceof Attribute column && column.exprId().equals(output));
            }
            if (changes) {
                expanded.put(output, values);
            }
        }
    }

    /** An expression in terms of the columns that are read. */
    String text(Expression expression) {
        return text(expression, Set.of());
    }

    private String text(Expression expression, Set<ExprId> following) {
        return PlanRewrite.up(
                        expression,
                        part -> part instanceof AttributeReference column ? source(column, following) : part)
                .sql();
    }

    /** @param following columns that are being replaced; a union's has the id of one of its own branches */
    private Expression source(AttributeReference column, Set<ExprId> following) {
        ExprId id = column.exprId();
        List<Attribute> united = branches.get(id);
        if (united != null && !following.contains(id)) {
            Set<ExprId> within = with(following, id);
            return of(column, joined(united, within));
        }
        if (expanded.containsKey(id)) {
            return of(column, joined(expanded.get(id), following));
        }
        Generated generator = generated.get(id);
        if (generator != null) {
            return of(column, text(generator.generator(), following) + generator.output());
        }
        Expression meant = named.get(id);
        if (meant != null) {
            return PlanRewrite.up(
                    meant, part -> part instanceof AttributeReference inner ? source(inner, following) : part);
        }
        String place = places.get(id);
        return column.withQualifier(PlanRewrite.toScala(place == null ? UNQUALIFIED : List.of(place)));
    }

    private String joined(List<? extends Expression> values, Set<ExprId> following) {
        Set<String> texts = new LinkedHashSet<>();
        values.forEach(value -> texts.add(text(value, following)));
        return texts.size() == 1 ? texts.iterator().next() : "(" + String.join(" | ", texts) + ")";
    }

    private static Expression of(AttributeReference column, String text) {
        return new PrettyAttribute(text, column.dataType());
    }

    private static Set<ExprId> with(Set<ExprId> ids, ExprId id) {
        Set<ExprId> all = new HashSet<>(ids);
        all.add(id);
        return all;
    }
}
