package dev.tidewheel.engine.graph;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Texts such as {@code now} and {@code yesterday} that Spark takes for times: {@code DATE'today'} when it parses, a cast
 * when it optimizes. The query looks constant but is not. Stateless.
 */
final class SpecialTimes {

    private static final Pattern VALUE =
            Pattern.compile("\\s*(now|today|tomorrow|yesterday)(\\s.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile(
            "\\b(date|timestamp(_ltz|_ntz)?)\\s*['\"]\\s*(now|today|tomorrow|yesterday)\\b", Pattern.CASE_INSENSITIVE);

    private SpecialTimes() {}

    /** The reason, in words, why the value of {@code expression} itself follows the clock. */
    static Optional<String> in(Expression expression) {
        if (expression instanceof Literal && isTime(expression.dataType())) {
            return inText(expression.origin());
        }
        if (expression instanceof Cast cast && isTime(cast.dataType()) && isSpecial(cast.child())) {
            return Optional.of("depends on the time of the run: " + cast.sql());
        }
        return Optional.empty();
    }

    /** The same for a piece of SQL whose literals are values by now. */
    static Optional<String> inText(Origin origin) {
        if (origin.sqlText().isEmpty()
                || origin.startIndex().isEmpty()
                || origin.stopIndex().isEmpty()) {
            return Optional.empty();
        }
        String all = origin.sqlText().get();
        int start = Math.max(0, (Integer) origin.startIndex().get());
        int end = Math.min(all.length(), (Integer) origin.stopIndex().get() + 1);
        String text = start < end ? all.substring(start, end) : "";
        return LITERAL.matcher(text).find()
                ? Optional.of(ResolvedFlow.TIME_OF_ANALYSIS + ": " + text.strip())
                : Optional.empty();
    }

    private static boolean isSpecial(Expression text) {
        if (!text.foldable() || !(text.dataType() instanceof StringType)) {
            return false;
        }
        try {
            @Nullable Object value = text.eval(null);
            return value != null && VALUE.matcher(value.toString()).matches();
        } catch (RuntimeException e) {
            // It fails when it runs; until then it is no time.
            return false;
        }
    }

    private static boolean isTime(DataType type) {
        return type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType;
    }
}
