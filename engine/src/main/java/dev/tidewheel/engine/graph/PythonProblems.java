package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.PythonQuery;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;

/** Turns errors of Spark about a query in Python into problems at the line that built what is wrong. Stateless. */
final class PythonProblems {

    private PythonProblems() {}

    /** @param texts SQL that the query holds */
    static Problem of(Throwable error, PythonQuery query, List<SqlFragment> texts) {
        Problem problem = SparkProblems.of(
                        error, SqlFragment.detached(" ", query.location().file()), ErrorCode.QUERY_INVALID)
                .at(query.location());
        if (!(error instanceof SparkThrowable throwable)) {
            return problem;
        }
        for (QueryContext context : throwable.getQueryContext()) {
            if (context.contextType() == QueryContextType.DataFrame) {
                String site = context.callSite().lines().findFirst().orElse("");
                int colon = site.lastIndexOf(':');
                if (colon > 0 && site.substring(colon + 1).matches("\\d+")) {
                    return problem.at(
                            query.place(site.substring(0, colon), Integer.parseInt(site.substring(colon + 1))));
                }
            } else if (context.startIndex() >= 0) {
                for (SqlFragment text : texts) {
                    if (text.text().startsWith(context.fragment(), context.startIndex())) {
                        return problem.at(text.locate(context.startIndex(), context.stopIndex() + 1));
                    }
                }
            }
        }
        return problem;
    }
}
