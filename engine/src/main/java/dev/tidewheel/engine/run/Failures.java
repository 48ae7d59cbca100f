package dev.tidewheel.engine.run;

import dev.tidewheel.engine.frontend.python.RelationQuery;
import dev.tidewheel.engine.graph.PythonFailures;
import dev.tidewheel.engine.graph.PythonProblems;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.quality.ExpectationViolation;
import dev.tidewheel.engine.source.connector.Connectors;
import dev.tidewheel.engine.source.format.NewColumnsException;
import dev.tidewheel.engine.source.schema.SchemaEvolution;
import dev.tidewheel.engine.source.schema.UnreadableFile;
import dev.tidewheel.engine.spark.PassingFailure;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.engine.spark.StorageFailure;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.delta.schema.DeltaInvariantViolationException;
import org.jspecify.annotations.Nullable;

/** Says what was wrong when a query failed: the root cause first, with its place in the user's files. Stateless. */
public final class Failures {

    private static final Pattern NULL_FIELD = Pattern.compile("non-nullable field: (\\S+)");

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
        Optional<Problem> refused = NewColumnsException.behind(error).map(SchemaEvolution::refused);
        if (refused.isPresent()) {
            return new Failure(
                    List.of(refused.get()
                            .at(flow.definition().query().location())
                            .in(flow.name().toString())),
                    error);
        }
        Optional<Problem> violation =
                ExpectationViolation.find(error, flow.name().toString(), dataset -> rules(flow.watched(), dataset));
        if (violation.isPresent()) {
            return new Failure(List.of(violation.get()), error);
        }
        Problem problem = chain.stream()
                .map(link -> PythonFailures.of(
                        link, ErrorCode.QUERY_FAILED, flow.definition().query()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> explain(chain, sql));
        Problem located = problem.location() == null
                ? problem.at(place(chain, flow.definition().query()))
                : problem;
        return new Failure(List.of(located.in(flow.name().toString())), error);
    }

    /** Where what failed is written, in as far as Spark says; else where the query is. */
    private static SourceLocation place(List<Throwable> chain, Query query) {
        Optional<SourceLocation> place = Optional.empty();
        if (query instanceof RelationQuery python) {
            place = chain.stream()
                    .filter(SparkThrowable.class::isInstance)
                    .map(link -> PythonProblems.place((SparkThrowable) link, python, List.of()))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return place.orElse(query.location());
    }

    /** What was wrong when {@code sql} was run, in this order: by the engine, by Spark, by something below. */
    public static Problem of(Throwable error, SqlFragment sql) {
        List<Throwable> chain = chain(error);
        for (Throwable link : chain) {
            if (link instanceof PipelineException known) {
                return known.problems().get(0);
            }
        }
        return explain(chain, List.of(sql));
    }

    private static Problem explain(List<Throwable> chain, List<SqlFragment> sql) {
        Optional<Problem> unreadable =
                PassingFailure.is(chain.get(0)) ? Optional.empty() : UnreadableFile.explain(chain.get(0));
        return unreadable
                .or(() -> PlatformFailure.explain(chain))
                .or(() -> StorageTrouble.inFunction(chain))
                .orElseGet(() -> chain.stream()
                        .map(link -> specific(link, sql))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseGet(() -> general(chain)));
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
        Optional<Problem> connector = Connectors.installed().explain(error);
        if (connector.isPresent()) {
            return connector;
        }
        Optional<Problem> state = StateMismatch.explain(error);
        if (state.isPresent()) {
            return state;
        }
        if (error instanceof DeltaInvariantViolationException) {
            return Optional.of(Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, oneLine(SparkProblems.message(error)))
                    .because("a row does not keep a NOT NULL or CHECK constraint of the table; nothing was written")
                    .remedy("correct the row, filter it out, or let an expectation drop it"));
        }
        if (error instanceof SparkThrowable known && "NOT_NULL_ASSERT_VIOLATION".equals(known.getCondition())) {
            return Optional.of(Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, notNull(error))
                    .because("the table declares it NOT NULL; nothing was written")
                    .remedy("correct the row, filter it out, or let an expectation drop it"));
        }
        if (error instanceof ConcurrentWriteException || error instanceof DeltaConcurrentModificationException) {
            return Optional.of(Problem.of(ErrorCode.CONCURRENT_COMMIT, oneLine(SparkProblems.message(error))));
        }
        if (error instanceof FileNotFoundException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_UNREADABLE, oneLine(SparkProblems.message(error)))
                    .because("a file that was listed is gone")
                    .remedy("restore the file, or read with ignoreMissingFiles => true"));
        }
        if (error instanceof SparkThrowable known && known.getQueryContext().length > 0) {
            return Optional.of(inQuery(error, known, sql));
        }
        Optional<Problem> storage = error instanceof IOException io
                ? StorageFailure.explain("the table cannot be written", io)
                : Optional.empty();
        if (storage.isEmpty() && error instanceof SparkThrowable known && isUserError(known)) {
            return Optional.of(SparkProblems.describe(error, ErrorCode.QUERY_FAILED));
        }
        return storage;
    }

    /** Spark's message is a text for programmers, save for the column. */
    private static String notNull(Throwable error) {
        String text = oneLine(SparkProblems.message(error));
        Matcher column = NULL_FIELD.matcher(text);
        return column.find() ? "a row has no value for `" + column.group(1) + "`" : text;
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
        return SparkProblems.describe(error, ErrorCode.QUERY_FAILED).at(location);
    }

    private static Problem general(List<Throwable> chain) {
        return StorageTrouble.explain(chain).orElseGet(() -> {
            Throwable root = chain.get(chain.size() - 1);
            String text = oneLine(SparkProblems.message(root));
            String kind = root.getClass().getSimpleName();
            return Problem.of(
                    ErrorCode.QUERY_FAILED,
                    root instanceof SparkThrowable || text.equals(kind) ? text : kind + ": " + text);
        });
    }

    static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** A failure and its causes, the root cause last. */
    static List<Throwable> chain(Throwable error) {
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
