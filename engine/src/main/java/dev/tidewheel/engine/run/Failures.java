package dev.tidewheel.engine.run;

import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.quality.ExpectationViolation;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.delta.schema.DeltaInvariantViolationException;
import org.jspecify.annotations.Nullable;

/** Says what was wrong when a flow failed: the root cause first, with its place in the user's files. Stateless. */
final class Failures {

    private Failures() {}

    /**
     * The failure behind {@code error}.
     *
     * @param sql the flow's query and those of the views in it, for the place of an error in one of them
     */
    static Failure of(Throwable error, ResolvedFlow flow, List<SqlFragment> sql) {
        List<Throwable> chain = chain(error);
        for (Throwable link : chain) {
            if (link instanceof PipelineException known) {
                return new Failure(
                        known.locatedAt(flow.definition().query().location())
                                .about(flow.name().toString())
                                .problems(),
                        error);
            }
        }
        Optional<Problem> violation =
                ExpectationViolation.find(error, flow.name().toString(), dataset -> rules(flow.watched(), dataset));
        if (violation.isPresent()) {
            return new Failure(List.of(violation.get()), error);
        }
        Problem problem = chain.stream()
                .map(link -> specific(link, sql))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> general(chain.get(chain.size() - 1)));
        Problem located = problem.location() == null
                ? problem.at(flow.definition().query().location())
                : problem;
        return new Failure(List.of(located.in(flow.name().toString())), error);
    }

    private static List<Expectation> rules(
            Map<dev.tidewheel.model.name.TableName, List<Expectation>> watched, String dataset) {
        return watched.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(dataset))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    private static Optional<Problem> specific(Throwable error, List<SqlFragment> sql) {
        if (error instanceof DeltaInvariantViolationException) {
            return Optional.of(Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, oneLine(SparkProblems.message(error)))
                    .because("a row does not keep a NOT NULL or CHECK constraint of the table; nothing was written")
                    .remedy("correct the row, filter it out, or let an expectation drop it"));
        }
        if (error instanceof SparkThrowable known && "NOT_NULL_ASSERT_VIOLATION".equals(known.getCondition())) {
            return Optional.of(Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, notNull(error))
                    .because("a row has no value for a column that is NOT NULL; nothing was written")
                    .remedy("correct the row, filter it out, or let an expectation drop it"));
        }
        if (error instanceof ConcurrentWriteException) {
            return Optional.of(Problem.of(ErrorCode.CONCURRENT_COMMIT, oneLine(SparkProblems.message(error))));
        }
        if (error instanceof AccessDeniedException denied) {
            return Optional.of(Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, "access denied to " + denied.getFile())
                    .remedy("give this user the right to read and write there"));
        }
        if (error instanceof FileNotFoundException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_UNREADABLE, oneLine(SparkProblems.message(error)))
                    .because("a file that was listed is gone")
                    .remedy("restore the file, or read with ignoreMissingFiles => true"));
        }
        if (error instanceof SparkThrowable known && known.getQueryContext().length > 0) {
            return Optional.of(inQuery(error, known, sql));
        }
        if (error instanceof SparkThrowable known && isUserError(known)) {
            return Optional.of(Problem.of(ErrorCode.QUERY_FAILED, oneLine(SparkProblems.message(error))));
        }
        return Optional.empty();
    }

    /** Spark's message is a text for programmers, save for the column. */
    private static String notNull(Throwable error) {
        String text = oneLine(SparkProblems.message(error));
        int advice = text.indexOf(" If the schema is inferred");
        return advice < 0 ? text : text.substring(0, advice);
    }

    /** Conditions that depend on the query and its data only; others may be the platform's. */
    private static boolean isUserError(SparkThrowable error) {
        String condition = error.getCondition();
        if (condition == null || condition.startsWith("INTERNAL_ERROR")) {
            return false;
        }
        String state = error.getSqlState();
        return state != null && (state.startsWith("22") || state.startsWith("42") || state.startsWith("23"));
    }

    private static Problem inQuery(Throwable error, SparkThrowable known, List<SqlFragment> sql) {
        QueryContext context = known.getQueryContext()[0];
        @Nullable SourceLocation location = null;
        for (SqlFragment fragment : sql) {
            int start = context.startIndex();
            int stop = context.stopIndex() + 1;
            if (start >= 0
                    && stop <= fragment.text().length()
                    && start < stop
                    && fragment.text().substring(start, stop).equals(context.fragment())) {
                location = fragment.locate(start, stop);
                break;
            }
        }
        String text = oneLine(SparkProblems.message(error));
        int hint = text.indexOf(" Use `try_");
        return hint < 0
                ? Problem.of(ErrorCode.QUERY_FAILED, text).at(location)
                : Problem.of(ErrorCode.QUERY_FAILED, text.substring(0, hint))
                        .remedy(text.substring(hint + 1))
                        .at(location);
    }

    private static Problem general(Throwable root) {
        String text = oneLine(SparkProblems.message(root));
        if (root instanceof IOException) {
            return text.toLowerCase(Locale.ROOT).contains("permission denied")
                    ? Problem.of(ErrorCode.STORAGE_NOT_WRITABLE, text)
                    : Problem.of(ErrorCode.IO_FAILURE, text);
        }
        if (root instanceof OutOfMemoryError) {
            return Problem.of(ErrorCode.IO_FAILURE, "a task ran out of memory")
                    .remedy("give the engine more memory, or limit a batch with maxFilesPerTrigger");
        }
        return Problem.of(ErrorCode.QUERY_FAILED, text);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable next = error;
        while (next != null && !chain.contains(next)) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }

    /** The SQL of a flow's query, or nothing for a query in another language. */
    static List<SqlFragment> sqlOf(ResolvedFlow flow) {
        return flow.definition().query() instanceof SqlQuery query ? List.of(query.sql()) : List.of();
    }
}
