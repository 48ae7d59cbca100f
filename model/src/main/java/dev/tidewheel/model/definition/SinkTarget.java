package dev.tidewheel.model.definition;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Where the rows of a sink go. {@link DataSource} is by name; functions of the user are kinds that only the engine knows.
 */
public interface SinkTarget {

    /** What the user calls it: the name of a format, or {@code foreachBatch}. */
    String format();

    /** Settings that may be shown. */
    Map<String, String> options();

    /**
     * What Spark writes to by the name of a data source.
     *
     * @param format such as {@code delta} or {@code kafka}
     */
    record DataSource(String format, Map<String, String> options) implements SinkTarget {
        public DataSource {
            Objects.requireNonNull(format, "format is null");
            options = Map.copyOf(options);
        }

        /** Without the values: code may have put passwords there. */
        @Override
        public String toString() {
            return "DataSource[format=" + format + ", options=" + new TreeSet<>(options.keySet()) + "]";
        }
    }
}
