package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.FieldPath;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Types that the user knows better: {@code date DATE, user.dob DATE, items.element.price DECIMAL(10,2)}. A path leads
 * through structs by name, through arrays by {@code element}, through maps by {@code key} and {@code value}. Names are
 * case-insensitive; a column that is not there is added. Immutable.
 */
final class SchemaHints {
    private static final Pattern HINT = Pattern.compile(
            "((?:`[^`]+`|[^\\s`.]+)(?:\\s*\\.\\s*(?:`[^`]+`|[^\\s`.]+))*)\\s*:?\\s+(.+)", Pattern.DOTALL);
    private static final Pattern SEGMENT = Pattern.compile("`([^`]+)`|[^\\s`.]+");

    private final List<Hint> hints;

    private SchemaHints(List<Hint> hints) {
        this.hints = hints;
    }

    private record Hint(FieldPath path, DataType type) {}

    /** @throws PipelineException SOURCE_OPTION_INVALID if the text cannot be understood */
    static SchemaHints parse(String text) {
        List<Hint> hints = new ArrayList<>();
        for (String part : splitAtCommas(text)) {
            if (part.isBlank()) {
                continue;
            }
            Matcher matcher = HINT.matcher(part.strip());
            if (!matcher.matches()) {
                throw invalid(part, "a hint is a name and a type");
            }
            hints.add(new Hint(FieldPath.parse(matcher.group(1)), type(part, matcher.group(2))));
        }
        return new SchemaHints(hints);
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /** The columns of which something is said, in lower case. */
    Set<String> columns() {
        return hints.stream()
                .map(hint -> hint.path().column().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** True if there is a hint for this very column. */
    boolean names(String column) {
        return hints.stream()
                .anyMatch(hint -> hint.path().isColumn() && hint.path().column().equalsIgnoreCase(column));
    }

    /** Applies the hints for columns that are there, and adds those that are not. */
    StructType apply(StructType schema) {
        StructType result = schema;
        for (Hint hint : hints) {
            result = hint.path().put(result, hint.type());
        }
        return result;
    }

    /** Applies the hints for columns that are there, and no others. */
    StructType applyToKnown(StructType schema) {
        StructType result = schema;
        for (Hint hint : hints) {
            if (has(result, hint)) {
                result = hint.path().put(result, hint.type());
            }
        }
        return result;
    }

    /** The hints without those for these columns. */
    SchemaHints without(StructType columns) {
        return new SchemaHints(
                hints.stream().filter(hint -> !has(columns, hint)).toList());
    }

    private static boolean has(StructType schema, Hint hint) {
        return FieldPath.ofColumn(hint.path().column()).in(schema).isPresent();
    }

    /**
     * Fields of which the hints say all, so that nothing is added inside of them.
     *
     * @param inferred what was found out before the hints
     */
    Set<FieldPath> fixedFields(StructType inferred) {
        Set<FieldPath> fixed = new HashSet<>();
        for (Hint hint : hints) {
            fixed.add(hint.path().lowerCase());
            for (Optional<FieldPath> above = hint.path().parent();
                    above.isPresent();
                    above = above.get().parent()) {
                if (above.get().in(inferred).filter(SchemaHints::holdsFields).isEmpty()) {
                    // the hint has made it what it is
                    fixed.add(above.get().lowerCase());
                }
            }
        }
        return fixed;
    }

    private static boolean holdsFields(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }

    /** Commas inside of brackets and quoted names belong to the type or the name. */
    private static List<String> splitAtCommas(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            quoted ^= character == '`';
            if (character == '<' || character == '(') {
                depth++;
            } else if (character == '>' || character == ')') {
                depth--;
            } else if (character == ',' && depth == 0 && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static DataType type(String hint, String text) {
        try {
            return DataType.fromDDL(text.strip());
        } catch (Exception e) {
            // Spark's parser throws a checked exception that Scala does not declare
            throw invalid(hint, "`" + text.strip() + "` is not a type");
        }
    }

    private static PipelineException invalid(String hint, String reason) {
        return new PipelineException(Problem.of(
                        ErrorCode.SOURCE_OPTION_INVALID, "The schema hint `" + hint.strip() + "` cannot be understood")
                .because(reason)
                .remedy("Write hints like `id BIGINT, user.born DATE, tags MAP<STRING, STRING>`"));
    }
}
