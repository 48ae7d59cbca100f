package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SqlPositions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Turns the text of a published view into one that means the same outside the pipeline. Used once. */
final class PublishedText {

    private record Replacement(int start, int end, String text) {}

    private final SqlQuery query;
    private final List<Replacement> replacements = new ArrayList<>();

    private PublishedText(SqlQuery query) {
        this.query = query;
    }

    /**
     * The text.
     *
     * @param parsed the query, its table expressions put in, parameters and names still open
     * @param names the published name for a name in the query, and the place for an error
     */
    static String of(SqlQuery query, LogicalPlan parsed, BiFunction<List<String>, Origin, List<String>> names) {
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
                text.add(parameter.origin(), literal(SqlQueryBinder.value(parameter, query)));
            }
            return expression;
        });
        return text.write();
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
        replacements.sort(Comparator.comparingInt(Replacement::start).thenComparing(r -> -r.end()));
        String text = query.sql().text();
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Replacement replacement : replacements) {
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

    private static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
