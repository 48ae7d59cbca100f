package dev.tidewheel.engine.source.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
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
    private final @Nullable HashSet<String> fixedTypes;

    private NewColumns(String source, HashSet<String> known, @Nullable HashSet<String> fixedTypes) {
        this.source = source;
        this.known = known;
        this.fixedTypes = fixedTypes;
    }

    /** @param columns all that the source has, whether or not they are asked for */
    static Optional<NewColumns> watched(Map<String, String> options, String corrupt, StructType... columns) {
        String source = options.get(ReaderOption.NEW_COLUMNS_OF);
        if (source == null) {
            return Optional.empty();
        }
        HashSet<String> known = new HashSet<>(Set.of(corrupt.toLowerCase(Locale.ROOT)));
        for (StructType some : columns) {
            Arrays.stream(some.fieldNames())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .forEach(known::add);
        }
        String fixed = options.get(ReaderOption.FIXED_TYPES);
        return Optional.of(
                new NewColumns(source, known, fixed == null ? null : new HashSet<>(Arrays.asList(fixed.split("\n")))));
    }

    boolean isNew(String name) {
        return !known.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True if the column may get a wider type. */
    boolean mayWiden(String name) {
        return fixedTypes != null && !fixedTypes.contains(name.toLowerCase(Locale.ROOT));
    }

    RuntimeException wider(String column, DataType type, String file) {
        return new NewColumnsException(source, file, List.of(column), Map.of(column, type.sql()), "").raise();
    }

    /** Throws a {@link NewColumnsException} if one of the names is not known. */
    void check(Collection<String> names, String file) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (isNew(name)) {
                found.add(name);
            }
        }
        if (!found.isEmpty()) {
            throw found(found, file, "");
        }
    }

    RuntimeException found(Collection<String> columns, String file, String record) {
        return new NewColumnsException(source, file, List.copyOf(columns), Map.of(), record).raise();
    }
}
