package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.spark.ColonPaths;
import dev.tidewheel.engine.spark.NamedParameters;
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
import java.util.function.UnaryOperator;
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
import scala.runtime.AbstractPartialFunction;

/** Parses the text of queries and puts inputs in the place of names. Safe for use by several threads. */
final class SqlQueryBinder {

    private final SparkSession session;

    SqlQueryBinder(SparkSession session) {
        this.session = session;
    }

    /** The query as Spark's parser sees it: parameters and table expressions put in, names still open. */
    LogicalPlan parse(SqlQuery query) {
        return parsed(query, flat -> ColonPaths.rewrite(identifiers(parameters(flat, query), query)));
    }

    /** The query with table expressions put in; parameters and names still open. */
    LogicalPlan parseOnly(SqlQuery query) {
        return parsed(query, flat -> flat);
    }

    private LogicalPlan parsed(SqlQuery query, UnaryOperator<LogicalPlan> then) {
        try {
            LogicalPlan parsed =
                    session.sessionState().sqlParser().parsePlan(query.sql().text());
            return then.apply(CTESubstitution$.MODULE$.apply(parsed));
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

    private static LogicalPlan parameters(LogicalPlan plan, SqlQuery query) {
        return PlanRewrite.expressions(
                plan,
                expression -> expression instanceof NamedParameter parameter
                        ? Literal$.MODULE$.apply(value(parameter, query))
                        : expression);
    }

    /** The value of a parameter. */
    static String value(NamedParameter parameter, SqlQuery query) {
        return NamedParameters.value(parameter, query.parameters(), query.sql());
    }

    private static LogicalPlan identifiers(LogicalPlan plan, SqlQuery query) {
        return PlanRewrite.up(plan, node -> {
            if (node instanceof PlanWithUnresolvedIdentifier identifier) {
                LogicalPlan built = identifier
                        .planBuilder()
                        .apply(PlanRewrite.toScala(constantName(identifier, query)), identifier.children());
                return built;
            }
            return node;
        });
    }

    /** The name that {@code IDENTIFIER(…)} gives. */
    static List<String> constantName(PlanWithUnresolvedIdentifier identifier, SqlQuery query) {
        Expression given = identifier.identifierExpr();
        Expression expression = (Expression) given.transformUp(new AbstractPartialFunction<Expression, Expression>() {
            @Override
            public boolean isDefinedAt(Expression part) {
                return part instanceof NamedParameter;
            }

            @Override
            public Expression apply(Expression part) {
                return Literal$.MODULE$.apply(value((NamedParameter) part, query));
            }
        });
        if (expression.resolved() && expression.foldable()) {
            return PlanRewrite.toJava(IdentifierResolution$.MODULE$.evalIdentifierExpr(expression));
        }
        throw new PipelineException(
                Problem.of(ErrorCode.QUERY_INVALID, "IDENTIFIER(…) needs a constant text that names a dataset")
                        .at(SqlPositions.of(identifier, query.sql())));
    }
}
