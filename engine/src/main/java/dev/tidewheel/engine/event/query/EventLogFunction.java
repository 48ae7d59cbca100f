package dev.tidewheel.engine.event.query;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FunctionTableSubqueryArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table function {@code event_log('<pipeline>')} or {@code event_log(TABLE(<table of the pipeline>))}. Stateless but
 * for the names that it is given.
 */
public final class EventLogFunction {
    private static final String NAME = "event_log";

    private final Function<String, Optional<String>> storageOf;

    /** @param storageOf gives the storage for the id or name of a pipeline, or for the name of a table of it */
    public EventLogFunction(Function<String, Optional<String>> storageOf) {
        this.storageOf = storageOf;
    }

    /**
     * Puts the rows of the log in the place of each call in an unresolved plan, in its subqueries too.
     *
     * @throws PipelineException if there is no such pipeline, or its log cannot be read
     */
    public LogicalPlan resolve(SparkSession session, LogicalPlan plan) {
        return PlanRewrite.up(plan, node -> {
            if (!(node instanceof UnresolvedTableValuedFunction call) || !isEventLog(call)) {
                return node;
            }
            String name = argument(call);
            return EventLogPlan.plan(session, storageOf.apply(name).orElseThrow(() -> unknown(name)));
        });
    }

    private static boolean isEventLog(UnresolvedTableValuedFunction call) {
        return call.name().size() == 1
                && call.name().head().toLowerCase(Locale.ROOT).equals(NAME);
    }

    private static String argument(UnresolvedTableValuedFunction call) {
        List<Expression> arguments = CollectionConverters.asJava(call.functionArgs());
        if (arguments.size() == 1) {
            if (arguments.get(0) instanceof Literal literal && literal.value() != null) {
                return literal.value().toString();
            }
            if (arguments.get(0) instanceof FunctionTableSubqueryArgumentExpression table
                    && table.plan() instanceof UnresolvedRelation relation) {
                return String.join(".", CollectionConverters.asJava(relation.multipartIdentifier()));
            }
        }
        throw new PipelineException(
                Problem.of(ErrorCode.QUERY_INVALID, "event_log takes one argument, the pipeline or one of its tables")
                        .remedy("Write event_log('<pipeline>') or event_log(TABLE(<table>))"));
    }

    private static PipelineException unknown(String name) {
        return new PipelineException(Problem.of(ErrorCode.DATASET_NOT_FOUND, "There is no event log of '" + name + "'")
                .because("No pipeline and no table of a pipeline has this name here")
                .remedy("Give the name or the id of a pipeline, or the full name of one of its tables"));
    }
}
