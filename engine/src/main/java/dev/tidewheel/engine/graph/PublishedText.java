package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.NamedParameters;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SqlPositions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.GetJsonObject;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SemiStructuredExtract;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a published view into one that means the same outside the pipeline, to any Spark that knows the
 * catalog. Used once.
 */
final class PublishedText {

    private record Replacement(int start, int end, String text) {
        boolean isInsertion() {
            return start == end;
        }
    }

    private final SqlQuery query;
    /** Each once: a part of a query can be in several places of its plan. */
    private final Set<Replacement> replacements = new HashSet<>();

    private PublishedText(SqlQuery query) {
        this.query = query;
    }

    /**
     * The text.
     *
     * @param parsed the query, its table expressions put in, parameters and names still open
     * @param analyzed the same query, all types known
     * @param names the published name for a name in the query, and the place for an error
     */
    static String of(
            SqlQuery query,
            LogicalPlan parsed,
            LogicalPlan analyzed,
            BiFunction<List<String>, Origin, List<String>> names) {
        PublishedText text = new PublishedText(query);
        PlanRewrite.visit(parsed, node -> {
            if (node instanceof UnresolvedRelation relation) {
                text.replace(
                        node.origin(), names.apply(PlanRewrite.toJava(relation.multipartIdentifier()), node.origin()));
            } else if (node instanceof PlanWithUnresolvedIdentifier identifier) {
                List<String> parts = SqlQueryBinder.constantName(identifier, query);
                text.replace(node.origin(), names.apply(parts, node.origin()));
            } else if (node instanceof UnresolvedTableValuedFunction function) {
                text.refuseFiles(function);
            }
        });
        PlanRewrite.expressions(parsed, expression -> {
            if (expression instanceof NamedParameter parameter) {
                String value = NamedParameters.value(parameter, query.parameters(), query.sql());
                text.add(parameter.origin(), NamedParameters.literal(value));
            }
            return expression;
        });
        text.writeOutPaths(parsed, analyzed);
        return text.write();
    }

    /** Paths into text are ours: Spark only knows those into VARIANT. */
    private void writeOutPaths(LogicalPlan parsed, LogicalPlan analyzed) {
        Set<List<Integer>> intoText = new HashSet<>();
        PlanRewrite.expressions(analyzed, expression -> {
            if (expression instanceof GetJsonObject path && isHere(path.origin())) {
                intoText.add(range(path.origin()));
            }
            return expression;
        });
        Map<List<Integer>, String> columns = new HashMap<>();
        PlanRewrite.visit(parsed, node -> {
            if (node instanceof Project project) {
                PlanRewrite.toJava(project.projectList()).forEach(item -> noteColumn(item, columns));
            } else if (node instanceof Aggregate aggregate) {
                PlanRewrite.toJava(aggregate.aggregateExpressions()).forEach(item -> noteColumn(item, columns));
            }
        });
        PlanRewrite.expressions(parsed, expression -> {
            if (expression instanceof SemiStructuredExtract path && intoText.contains(range(path.origin()))) {
                writeOut(path, columns.get(range(path.origin())));
            }
            return expression;
        });
    }

    /** A path that is a column of its own, without AS, gives the column its name. */
    private static void noteColumn(NamedExpression item, Map<List<Integer>, String> columns) {
        if (item instanceof Alias alias && alias.child() instanceof SemiStructuredExtract path) {
            columns.put(range(path.origin()), alias.name());
        }
    }

    private void writeOut(SemiStructuredExtract path, @Nullable String column) {
        int start = path.origin().context().startIndex();
        int end = path.origin().context().stopIndex() + 1;
        int colon =
                query.sql().text().indexOf(':', path.child().origin().context().stopIndex() + 1);
        String name = column == null ? "" : " AS " + quoted(column);
        replacements.add(new Replacement(start, start, "get_json_object("));
        replacements.add(new Replacement(colon, end, ", " + NamedParameters.literal(path.field()) + ")" + name));
    }

    private boolean isHere(Origin origin) {
        return origin.sqlText().contains(query.sql().text()) && range(origin).get(0) >= 0;
    }

    private static List<Integer> range(Origin origin) {
        return List.of(origin.context().startIndex(), origin.context().stopIndex());
    }

    private void refuseFiles(UnresolvedTableValuedFunction function) {
        String name = function.name().mkString(".");
        if (name.equalsIgnoreCase("read_files") || name.equalsIgnoreCase("cloud_files")) {
            throw new PipelineException(
                    Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "a published view cannot read files with " + name)
                            .because("nobody outside the pipeline knows this function")
                            .remedy("read the files in a table and make the view over that, or make the view temporary")
                            .at(SqlPositions.of(function, query.sql())));
        }
    }

    private void replace(Origin origin, List<String> name) {
        add(origin, name.stream().map(PublishedText::quoted).collect(Collectors.joining(".")));
    }

    private void add(Origin origin, String replacement) {
        QueryContext context = origin.context();
        if (context.contextType() != QueryContextType.SQL || context.startIndex() < 0) {
            throw new IllegalStateException("a name of the view has no place in its text: " + replacement);
        }
        replacements.add(new Replacement(context.startIndex(), context.stopIndex() + 1, replacement));
    }

    private String write() {
        List<Replacement> inOrder = new ArrayList<>(replacements);
        inOrder.sort(Comparator.comparingInt(Replacement::start)
                .thenComparing(Replacement::isInsertion, Comparator.reverseOrder())
                .thenComparing(Replacement::end, Comparator.reverseOrder()));
        String text = query.sql().text();
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Replacement replacement : inOrder) {
            // What is within a part that was replaced as a whole is gone: the parameter in IDENTIFIER(:name).
            if (replacement.start() >= done) {
                out.append(text, done, replacement.start()).append(replacement.text());
                done = replacement.end();
            }
        }
        return out.append(text.substring(done)).toString().strip();
    }

    private static String quoted(String part) {
        return "`" + part.replace("`", "``") + "`";
    }
}
