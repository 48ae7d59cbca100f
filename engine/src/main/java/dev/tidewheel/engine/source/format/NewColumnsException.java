package dev.tidewheel.engine.source.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Thrown while a stream reads a file that has columns which its schema does not know. It is no failure: whoever runs the
 * flow adds the columns and reads again, or refuses the file if the user wants that. It is checked, since Spark takes
 * any other exception for a corrupt file when it is told to ignore these.
 */
public final class NewColumnsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final String file;
    private final List<FieldPath> columns;
    private final TreeMap<String, String> types;
    private final String record;

    /**
     * @param source path of the source, as it was set in the options of the reader
     * @param file full path, not encoded
     * @param columns at least one; inside of a column the path to a new field
     * @param types of those columns that are known and need a wider type, as DDL
     * @param record a record that has them, as text; empty if the file alone tells what they are
     */
    public NewColumnsException(
            String source, String file, List<FieldPath> columns, Map<String, String> types, String record) {
        super("`" + file + "` has the new columns " + columns);
        this.source = source;
        this.file = file;
        this.columns = List.copyOf(columns);
        this.types = new TreeMap<>(types);
        this.record = record;
    }

    public String source() {
        return source;
    }

    public String file() {
        return file;
    }

    public List<FieldPath> columns() {
        return columns;
    }

    public Map<String, String> types() {
        return types;
    }

    public String record() {
        return record;
    }

    /** The exception behind a failure of a flow; empty if that is of another kind. */
    public static Optional<NewColumnsException> behind(Throwable failure) {
        @Nullable Throwable current = failure;
        for (int depth = 0; current != null && depth < 100; depth++) {
            if (current instanceof NewColumnsException found) {
                return Optional.of(found);
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    /** Throws it where Java does not allow checked exceptions. */
    public RuntimeException raise() {
        return NewColumnsException.<RuntimeException>sneak(this);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneak(Throwable exception) throws T {
        throw (T) exception;
    }
}
