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
import org.apache.spark.sql.types.StructType;

/**
 * Looks out for columns that the schema of a source does not know, if its reader is asked to. A name that differs in case
 * only is no new column, as a table could not hold both. Immutable.
 */
public final class NewColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final HashSet<String> known;

    private NewColumns(String source, HashSet<String> known) {
        this.source = source;
        this.known = known;
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
        return Optional.of(new NewColumns(source, known));
    }

    boolean isNew(String name) {
        return !known.contains(name.toLowerCase(Locale.ROOT));
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
        return new NewColumnsException(source, file, List.copyOf(columns), record).raise();
    }
}
