package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker$;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.streaming.OutputMode;

/** What a query that remembers rows must look like for Structured Streaming to add to a table with it. Stateless. */
final class StreamingRules {

    private StreamingRules() {}

    /** {@code DISTINCT} over a stream as what it means there: a row is passed on when it is seen for the first time. */
    static LogicalPlan rewrite(LogicalPlan plan) {
        return plan.isStreaming()
                ? PlanRewrite.up(
                        plan,
                        node -> node instanceof Distinct distinct && distinct.isStreaming()
                                ? new Deduplicate(distinct.child().output(), distinct.child())
                                : node)
                : plan;
    }

    /**
     * Says beforehand what Structured Streaming would say when it is started.
     *
     * @param mode which rows are to come out
     * @throws PipelineException if it would refuse the query
     */
    static void check(LogicalPlan plan, Query query, OutputMode mode) {
        try {
            UnsupportedOperationChecker$.MODULE$.checkForStreaming(plan, mode);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Spark's AnalysisException is checked, but Scala does not declare it.
            throw new PipelineException(problem(e, query), e);
        }
    }

    private static Problem problem(Exception error, Query query) {
        Problem found = query instanceof SqlQuery sql
                ? SparkProblems.of(error, sql.sql(), ErrorCode.QUERY_INVALID)
                : Problem.of(ErrorCode.QUERY_INVALID, SparkProblems.message(error));
        boolean python = query instanceof RelationQuery;
        String message = found.message().toLowerCase(Locale.ROOT);
        if (message.contains("union between streaming and batch")) {
            return found.because("the rows that are read whole would come again and again")
                    .remedy(
                            python
                                    ? "read the other input as a stream too, or load its rows with a flow of their own:"
                                            + " @append_flow(target=…, once=True)"
                                    : "put STREAM before the other input too, or load its rows with a flow of their own:"
                                            + " CREATE FLOW … AS INSERT INTO ONCE …");
        }
        String words = (found.message() + found.cause()).toLowerCase(Locale.ROOT);
        if (words.contains("join") && words.contains("watermark")) {
            return found.remedy((python
                            ? "put .withWatermark(\"<time>\", \"10 minutes\") on both inputs"
                            : "put WATERMARK <time> DELAY OF INTERVAL … after both inputs")
                    + " and compare their times in the join, or make it a materialized view");
        }
        return words.contains("aggregation") && words.contains("watermark")
                ? new Problem(
                                found.code(),
                                "the query groups a stream that has no watermark",
                                "without a watermark no group is ever complete, so no row could be added",
                                "",
                                found.location(),
                                found.dataset())
                        .remedy((python
                                        ? "put .withWatermark(\"<time>\", \"10 minutes\") on the input"
                                        : "put WATERMARK <time> DELAY OF INTERVAL … after the input")
                                + " and group by window(<time>, …), or make it a materialized view")
                : found;
    }
}
