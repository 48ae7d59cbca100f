package dev.tidewheel.engine.source.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where a field is in a schema: through structs by name, through arrays by {@code element}, through maps by {@code key} and
 * {@code value}. Names are compared without regard to case. Immutable.
 *
 * @param segments at least one; the first is the name of a column
 */
public record FieldPath(List<String> segments) implements Serializable {
    public static final String ELEMENT = "element";
    public static final String VALUE = "value";

    private static final String KEY = "key";
    private static final Pattern SEGMENT = Pattern.compile("`((?:[^`]|``)*)`|[^.`]+");
    private static final Pattern PLAIN = Pattern.compile("\\w+");

    public FieldPath {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a path has a column at least");
        }
        segments = List.copyOf(segments);
    }

    public static FieldPath ofColumn(String name) {
        return new FieldPath(List.of(name));
    }

    /** Reads what {@link #toString} gives; names with special characters stand in backquotes. */
    public static FieldPath parse(String text) {
        List<String> segments = new ArrayList<>();
        for (Matcher matcher = SEGMENT.matcher(text); matcher.find(); ) {
            segments.add(
                    matcher.group(1) == null
                            ? matcher.group()
                            : matcher.group(1).replace("``", "`"));
        }
        return new FieldPath(segments);
    }

    /** The column that the field is, or is in. */
    public String column() {
        return segments.get(0);
    }

    public boolean isColumn() {
        return segments.size() == 1;
    }

    /** Where the field is in; a column is in nothing. */
    public Optional<FieldPath> parent() {
        return isColumn() ? Optional.empty() : Optional.of(new FieldPath(segments.subList(0, segments.size() - 1)));
    }

    public FieldPath child(String segment) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new FieldPath(longer);
    }

    /** The same for all spellings of a path. */
    public FieldPath lowerCase() {
        return new FieldPath(segments.stream()
                .map(segment -> segment.toLowerCase(Locale.ROOT))
                .toList());
    }

    /** The type of the field; empty if the schema has no such field. */
    public Optional<DataType> in(StructType schema) {
        DataType type = schema;
        for (String segment : segments) {
            if (type instanceof StructType struct) {
                int index = indexOf(struct, segment);
                if (index < 0) {
                    return Optional.empty();
                }
                type = struct.fields()[index].dataType();
            } else if (type instanceof ArrayType array && segment.equalsIgnoreCase(ELEMENT)) {
                type = array.elementType();
            } else if (type instanceof MapType map && segment.equalsIgnoreCase(VALUE)) {
                type = map.valueType();
            } else if (type instanceof MapType map && segment.equalsIgnoreCase(KEY)) {
                type = map.keyType();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(type);
    }

    /** The schema with this type for the field; what leads to the field is made where it is not there. */
    public StructType put(StructType schema, DataType type) {
        return (StructType) put(schema, segments, type);
    }

    private static DataType put(DataType around, List<String> path, DataType type) {
        if (path.isEmpty()) {
            return type;
        }
        String name = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (around instanceof ArrayType array && name.equalsIgnoreCase(ELEMENT)) {
            return new ArrayType(put(array.elementType(), rest, type), array.containsNull());
        }
        if (around instanceof MapType map && name.equalsIgnoreCase(VALUE)) {
            return new MapType(map.keyType(), put(map.valueType(), rest, type), map.valueContainsNull());
        }
        if (around instanceof MapType map && name.equalsIgnoreCase(KEY)) {
            return new MapType(put(map.keyType(), rest, type), map.valueType(), map.valueContainsNull());
        }
        return putField(around instanceof StructType struct ? struct : new StructType(), name, rest, type);
    }

    private static StructType putField(StructType struct, String name, List<String> rest, DataType type) {
        int index = indexOf(struct, name);
        if (index < 0) {
            return struct.add(name, put(new StructType(), rest, type), true);
        }
        StructField[] fields = struct.fields().clone();
        StructField field = fields[index];
        fields[index] = new StructField(field.name(), put(field.dataType(), rest, type), true, field.metadata());
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

    @Override
    public String toString() {
        return segments.stream()
                .map(segment -> PLAIN.matcher(segment).matches() ? segment : "`" + segment.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }
}
