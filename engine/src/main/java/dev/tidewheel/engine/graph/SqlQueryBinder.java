package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.engine.spark.SqlPositions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution$;
import org.apache.spark.sql.catalyst.analysis.IdentifierResolution$;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.NamedStreamingRelation;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.classic.SparkSession;

/** Parses the text of queries and puts inputs in the place of names. Safe for use by several threads. */
final class SqlQueryBinder {

    private final SparkSession session;

    SqlQueryBinder(SparkSession session) {
        this.session = session;
    }

    /** The query as Spark's parser sees it: parameters and table expressions put in, names still open. */
    LogicalPlan parse(SqlQuery query) {
        try {
            LogicalPlan parsed =
                    session.sessionState().sqlParser().parsePlan(query.sql().text());
            LogicalPlan flat = CTESubstitution$.MODULE$.apply(parsed);
            return identifiers(parameters(flat, query), query.sql());
        } catch (org.apache.spark.sql.catalyst.parser.ParseException e) {
            throw new PipelineException(SparkProblems.of(e, query.sql(), ErrorCode.SQL_SYNTAX), e);
        } catch (PipelineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PipelineException(SparkProblems.of(e, query.sql(), ErrorCode.QUERY_INVALID), e);
        } catch (Exception e) {
            // Scala code throws checked exceptions without declaring them.
            throw new PipelineException(SparkProblems.of(e, query.sql(), ErrorCode.QUERY_INVALID), e);
        }
    }

    /** Puts the inputs that {@code names} knows into a parsed query. */
    LogicalPlan bind(LogicalPlan parsed, SqlQuery query, NameBinding names) {
        NameBinding.Places places = origin -> SqlPositions.of(origin, query.sql());
        return PlanRewrite.up(parsed, node -> {
            if (node instanceof NamedStreamingRelation named && !(named.child() instanceof UnresolvedRelation)) {
                // The wrapper only serves to name a source for a checkpoint; ours are named otherwise.
                return named.child() instanceof UnresolvedTableValuedFunction ? named : named.child();
            }
            if (node instanceof UnresolvedRelation relation) {
                Map<String, String> options = new HashMap<>(relation.options());
                return located(
                                node,
                                query.sql(),
                                () -> names.relation(
                                        PlanRewrite.toJava(relation.multipartIdentifier()),
                                        relation.isStreaming(),
                                        options,
                                        query.scope(),
                                        places))
                        .orElse(node);
            }
            if (node instanceof UnresolvedTableValuedFunction function) {
                return located(node, query.sql(), () -> names.tableFunction(function, query.scope(), places))
                        .orElse(node);
            }
            return node;
        });
    }

    private static Optional<LogicalPlan> located(
            TreeNode<?> node, SqlFragment sql, java.util.function.Supplier<Optional<LogicalPlan>> action) {
        try {
            return action.get();
        } catch (PipelineException e) {
            List<Problem> problems = e.problems().stream()
                    .map(problem -> problem.location() == null ? problem.at(SqlPositions.of(node, sql)) : problem)
                    .toList();
            throw new PipelineException(problems);
        }
    }

    private LogicalPlan parameters(LogicalPlan plan, SqlQuery query) {
        return PlanRewrite.expressions(plan, expression -> {
            if (!(expression instanceof NamedParameter parameter)) {
                return expression;
            }
            String value = query.parameters().get(parameter.name());
            if (value == null) {
                throw new PipelineException(Problem.of(
                                ErrorCode.UNDEFINED_PARAMETER, "the parameter :" + parameter.name() + " has no value")
                        .remedy("add it to `parameters` in the pipeline file or pass --set " + parameter.name()
                                + "=value")
                        .at(SqlPositions.of(expression, query.sql())));
            }
            return Literal$.MODULE$.apply(value);
        });
    }

    private LogicalPlan identifiers(LogicalPlan plan, SqlFragment sql) {
        return PlanRewrite.up(plan, node -> {
            if (node instanceof PlanWithUnresolvedIdentifier identifier) {
                Expression expression = identifier.identifierExpr();
                if (expression.resolved() && expression.foldable()) {
                    LogicalPlan built = identifier
                            .planBuilder()
                            .apply(IdentifierResolution$.MODULE$.evalIdentifierExpr(expression), identifier.children());
                    return built;
                }
                throw new PipelineException(
                        Problem.of(ErrorCode.QUERY_INVALID, "IDENTIFIER(…) needs a constant text that names a dataset")
                                .at(SqlPositions.of(node, sql)));
            }
            return node;
        });
    }
}
