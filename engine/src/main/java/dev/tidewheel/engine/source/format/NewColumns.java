package dev.tidewheel.engine.source.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for columns that the schema of a source does not know, if its reader is asked to. A name that differs in case
 * only is no new column, as a table could not hold both. Immutable.
 */
public final class NewColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final HashSet<String> known;
    private final StructType schema;
    private final HashSet<FieldPath> fixedFields;
    private final @Nullable HashSet<String> fixedTypes;

    private NewColumns(
            String source,
            HashSet<String> known,
            StructType schema,
            HashSet<FieldPath> fixedFields,
            @Nullable HashSet<String> fixedTypes) {
        this.source = source;
        this.known = known;
        this.schema = schema;
        this.fixedFields = fixedFields;
        this.fixedTypes = fixedTypes;
    }

    /**
     * @param data all columns of the content of files, whether or not they are asked for
     * @param partitions columns of the paths of files
     */
    static Optional<NewColumns> watched(
            Map<String, String> options, String corrupt, StructType data, StructType partitions) {
        String source = options.get(ReaderOption.NEW_COLUMNS_OF);
        if (source == null) {
            return Optional.empty();
        }
        HashSet<String> known = new HashSet<>(Set.of(corrupt.toLowerCase(Locale.ROOT)));
        for (StructType some : List.of(data, partitions)) {
            Arrays.stream(some.fieldNames())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .forEach(known::add);
        }
        String fixed = options.get(ReaderOption.FIXED_TYPES);
        HashSet<FieldPath> fixedFields = new HashSet<>();
        options.getOrDefault(ReaderOption.FIXED_FIELDS, "")
                .lines()
                .forEach(line -> fixedFields.add(FieldPath.parse(line)));
        return Optional.of(new NewColumns(
                source,
                known,
                data,
                fixedFields,
                fixed == null ? null : new HashSet<>(Arrays.asList(fixed.split("\n")))));
    }

    boolean isNew(String name) {
        return !known.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The path of a field of a record.
     *
     * @param names of the objects' fields that lead to it, and its own; null for each array on the way
     * @return empty if the schema has another structure there
     */
    Optional<FieldPath> path(List<@Nullable String> names) {
        List<String> segments = new ArrayList<>();
        DataType type = schema;
        for (@Nullable String name : names.subList(0, names.size() - 1)) {
            if (name == null && type instanceof ArrayType array) {
                segments.add(FieldPath.ELEMENT);
                type = array.elementType();
            } else if (name != null && type instanceof MapType map) {
                segments.add(FieldPath.VALUE);
                type = map.valueType();
            } else if (name != null
                    && type instanceof StructType struct
                    && struct.getFieldIndex(name).isDefined()) {
                segments.add(name);
                type = struct.apply(name).dataType();
            } else {
                return Optional.empty();
            }
        }
        segments.add(Objects.requireNonNull(names.get(names.size() - 1), "the last is a name"));
        return Optional.of(new FieldPath(segments));
    }

    /** True if the field is a new column, or a new field of a struct whose fields the user has not given. */
    boolean isNew(FieldPath path) {
        if (path.isColumn()) {
            return isNew(path.column());
        }
        return isNewField(path, schema, fixedFields);
    }

    /**
     * True if a field of a struct is not known and may be added.
     *
     * @param fixed fields inside of which nothing is added, in lower case
     */
    public static boolean isNewField(FieldPath path, StructType schema, Set<FieldPath> fixed) {
        Optional<FieldPath> around = path.parent();
        if (around.isEmpty()
                || path.in(schema).isPresent()
                || !(around.get().in(schema).orElse(null) instanceof StructType)) {
            return false;
        }
        for (Optional<FieldPath> above = around;
                above.isPresent();
                above = above.get().parent()) {
            if (fixed.contains(above.get().lowerCase())) {
                return false;
            }
        }
        return true;
    }

    /** True if the column may get a wider type. */
    boolean mayWiden(String name) {
        return fixedTypes != null && !fixedTypes.contains(name.toLowerCase(Locale.ROOT));
    }

    RuntimeException wider(String column, DataType type, String file) {
        return new NewColumnsException(
                        source, file, List.of(FieldPath.ofColumn(column)), Map.of(column, type.sql()), "")
                .raise();
    }

    /** Throws a {@link NewColumnsException} if one of the names is not known. */
    void check(Collection<String> names, String file) {
        List<FieldPath> found = new ArrayList<>();
        for (String name : names) {
            if (isNew(name)) {
                found.add(FieldPath.ofColumn(name));
            }
        }
        if (!found.isEmpty()) {
            throw found(found, file, "");
        }
    }

    RuntimeException found(Collection<FieldPath> columns, String file, String record) {
        return new NewColumnsException(source, file, List.copyOf(columns), Map.of(), record).raise();
    }
}
