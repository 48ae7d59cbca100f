package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Optional;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;

/** Turns errors of Spark about a query in Python into problems at the line that built what is wrong. Stateless. */
public final class PythonProblems {

    private PythonProblems() {}

    /** @param texts SQL that the query holds */
    static Problem of(Throwable error, RelationQuery query, List<SqlFragment> texts) {
        Optional<Problem> raised = PythonFailures.of(error, ErrorCode.QUERY_INVALID, query);
        if (raised.isPresent()) {
            return raised.get();
        }
        Problem problem = SparkProblems.of(
                        error, SqlFragment.detached(" ", query.location().file()), ErrorCode.QUERY_INVALID)
                .at(query.location());
        return error instanceof SparkThrowable known
                ? place(known, query, texts).map(problem::at).orElse(problem)
                : problem;
    }

    /**
     * Where in the user's files stands what an error of Spark is about.
     *
     * @param texts SQL that the query is known to hold; other texts are looked for where the query was declared
     */
    public static Optional<SourceLocation> place(SparkThrowable error, RelationQuery query, List<SqlFragment> texts) {
        for (QueryContext context : error.getQueryContext()) {
            Optional<SourceLocation> place = context.contextType() == QueryContextType.DataFrame
                    ? ofCall(context, query)
                    : ofText(context, query, texts);
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    private static Optional<SourceLocation> ofCall(QueryContext context, RelationQuery query) {
        String site = context.callSite().lines().findFirst().orElse("");
        int colon = site.lastIndexOf(':');
        return colon > 0 && site.substring(colon + 1).matches("\\d+")
                ? Optional.of(query.place(site.substring(0, colon), Integer.parseInt(site.substring(colon + 1))))
                : Optional.empty();
    }

    private static Optional<SourceLocation> ofText(QueryContext context, RelationQuery query, List<SqlFragment> texts) {
        int start = context.startIndex();
        int stop = context.stopIndex() + 1;
        if (start < 0 || stop <= start) {
            return Optional.empty();
        }
        for (SqlFragment text : texts) {
            if (text.text().startsWith(context.fragment(), start)) {
                return Optional.of(text.locate(start, stop));
            }
        }
        return context instanceof SQLQueryContext sql && sql.sqlText().isDefined()
                ? query.written(sql.sqlText().get()).map(text -> text.locate(start, stop))
                : Optional.empty();
    }
}
