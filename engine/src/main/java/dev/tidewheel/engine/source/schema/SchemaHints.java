package dev.tidewheel.engine.source.schema;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
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

    private record Hint(List<String> path, DataType type) {}

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
            hints.add(new Hint(segments(matcher.group(1)), type(part, matcher.group(2))));
        }
        return new SchemaHints(hints);
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /** The columns of which something is said, in lower case. */
    Set<String> columns() {
        return hints.stream()
                .map(hint -> hint.path().get(0).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** True if there is a hint for this very column. */
    boolean names(String column) {
        return hints.stream()
                .anyMatch(hint -> hint.path().size() == 1 && hint.path().get(0).equalsIgnoreCase(column));
    }

    /** Applies the hints for columns that are there, and adds those that are not. */
    StructType apply(StructType schema) {
        StructType result = schema;
        for (Hint hint : hints) {
            result = (StructType) apply(result, hint.path(), hint);
        }
        return result;
    }

    /** Applies the hints for columns that are there, and no others. */
    StructType applyToKnown(StructType schema) {
        StructType result = schema;
        for (Hint hint : hints) {
            if (indexOf(result, hint.path().get(0)) >= 0) {
                result = (StructType) apply(result, hint.path(), hint);
            }
        }
        return result;
    }

    /** The hints without those for these columns. */
    SchemaHints without(StructType columns) {
        return new SchemaHints(hints.stream()
                .filter(hint -> indexOf(columns, hint.path().get(0)) < 0)
                .toList());
    }

    private static DataType apply(DataType type, List<String> path, Hint hint) {
        if (path.isEmpty()) {
            return hint.type();
        }
        String name = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (type instanceof ArrayType array && name.equalsIgnoreCase("element")) {
            return new ArrayType(apply(array.elementType(), rest, hint), array.containsNull());
        }
        if (type instanceof MapType map && name.equalsIgnoreCase("value")) {
            return new MapType(map.keyType(), apply(map.valueType(), rest, hint), map.valueContainsNull());
        }
        if (type instanceof MapType map && name.equalsIgnoreCase("key")) {
            return new MapType(apply(map.keyType(), rest, hint), map.valueType(), map.valueContainsNull());
        }
        return applyToField(type instanceof StructType struct ? struct : new StructType(), name, rest, hint);
    }

    private static StructType applyToField(StructType struct, String name, List<String> rest, Hint hint) {
        int index = indexOf(struct, name);
        if (index < 0) {
            return struct.add(name, apply(new StructType(), rest, hint), true);
        }
        StructField[] fields = struct.fields().clone();
        StructField field = fields[index];
        fields[index] = new StructField(field.name(), apply(field.dataType(), rest, hint), true, field.metadata());
        return new StructType(fields);
    }

    private static int indexOf(StructType struct, String name) {
        for (int i = 0; i < struct.length(); i++) {
            if (struct.fields()[i].name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        Matcher matcher = SEGMENT.matcher(path);
        while (matcher.find()) {
            segments.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return segments;
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
