package dev.tidewheel.engine.spark;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.jspecify.annotations.Nullable;

/** Turns errors of Spark about a piece of SQL into problems that point at the user's file. Stateless. */
public final class SparkProblems {

    private static final Pattern CONDITION = Pattern.compile("^\\s*\\[[A-Z0-9_.]+]\\s*");
    private static final Pattern SQL_STATE = Pattern.compile("\\s*SQLSTATE: \\w{5}");
    private static final Pattern POSITION = Pattern.compile(";?\\s*\\(?line \\d+, pos \\d+\\)?");
    private static final Pattern SENTENCE_END = Pattern.compile("\\.(\\s+)(?=[A-Z])|\\n");
    /** How Spark begins a sentence that says what to do. */
    private static final Pattern ADVICE =
            Pattern.compile("^(Add|Use|Rewrite|Correct|Change|Consider|Set|Try|To|If)\\b.*");

    /** Advice that helps nobody here. */
    private static final Pattern POOR_ADVICE =
            Pattern.compile("^Please, refer to .*|^If necessary set .*ansi.*|.*REFRESH TABLE.*");

    private SparkProblems() {}

    /** Where in {@code sql} the error is, or the whole of it if Spark does not say. */
    public static SourceLocation locate(Throwable error, SqlFragment sql) {
        if (error instanceof SparkThrowable throwable) {
            for (QueryContext context : throwable.getQueryContext()) {
                if (context.contextType() == QueryContextType.SQL && context.startIndex() >= 0) {
                    return sql.locate(context.startIndex(), context.stopIndex() + 1);
                }
            }
        }
        if (error instanceof ParseException parse && parse.start().line().isDefined()) {
            return at(sql, (Integer) parse.start().line().get(), (Integer)
                    parse.start().startPosition().get());
        }
        if (error instanceof AnalysisException analysis && analysis.line().isDefined()) {
            int position = analysis.startPosition().isDefined()
                    ? (Integer) analysis.startPosition().get()
                    : 0;
            return at(sql, (Integer) analysis.line().get(), position);
        }
        return sql.location();
    }

    /** A problem for {@code error}, which came up while {@code sql} was parsed or analysed. */
    public static Problem of(Throwable error, SqlFragment sql, ErrorCode code) {
        if (error instanceof PipelineException known) {
            return known.problems().get(0);
        }
        return describe(error, code).at(locate(error, sql));
    }

    /** What {@code error} says, without a place: the first sentence, what explains it, and what to do. */
    public static Problem describe(Throwable error, ErrorCode code) {
        Optional<Problem> known =
                error instanceof SparkThrowable throwable ? SparkWords.of(throwable, code) : Optional.empty();
        return known.orElseGet(() -> sentences(message(error), code));
    }

    private static Problem sentences(String text, ErrorCode code) {
        List<String> explanation = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        List<String> all = Arrays.stream(SENTENCE_END.split(text))
                .map(sentence -> sentence.strip().replaceAll("\\s+", " "))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
        all.stream()
                .skip(1)
                .filter(sentence -> !POOR_ADVICE.matcher(sentence).matches())
                .forEach(sentence -> (ADVICE.matcher(sentence).matches() ? advice : explanation).add(sentence));
        return Problem.of(code, all.isEmpty() ? text : withoutStop(all.get(0)))
                .because(withoutStop(String.join(". ", explanation)))
                .remedy(withoutStop(String.join(". ", advice)));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** The words of an error of Spark without code, state, plan and position. */
    public static String message(Throwable error) {
        String raw = error instanceof AnalysisException analysis ? analysis.message() : error.getMessage();
        if (raw == null) {
            return error.getClass().getSimpleName();
        }
        String text = CONDITION.matcher(raw).replaceFirst("");
        int end = text.length();
        for (String footer : List.of("\n== SQL", "\n\n== SQL", ";\n'", ";\n+-", "\n== DataFrame")) {
            int found = text.indexOf(footer);
            if (found >= 0) {
                end = Math.min(end, found);
            }
        }
        text = text.substring(0, end);
        int plan = text.indexOf(";\n");
        if (plan >= 0) {
            text = text.substring(0, plan);
        }
        text = SQL_STATE.matcher(text).replaceAll("");
        text = POSITION.matcher(text).replaceAll("");
        return text.strip();
    }

    private static SourceLocation at(SqlFragment sql, int line, int position) {
        int offset = 0;
        for (int i = 1; i < line; i++) {
            int next = sql.text().indexOf('\n', offset);
            if (next < 0) {
                break;
            }
            offset = next + 1;
        }
        int start = offset + position;
        return sql.locate(start, tokenEnd(sql.text(), start));
    }

    private static int tokenEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return Math.max(end, start + 1);
    }

    /** The first error in the chain of causes that Spark raised about the user's query, or the error itself. */
    public static Throwable root(Throwable error) {
        Throwable found = error;
        @Nullable Throwable next = error;
        while (next != null) {
            if (next instanceof AnalysisException || next instanceof PipelineException) {
                return next;
            }
            found = next;
            next = next.getCause() == next ? null : next.getCause();
        }
        return found;
    }
}
