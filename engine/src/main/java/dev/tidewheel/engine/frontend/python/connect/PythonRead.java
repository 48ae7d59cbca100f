package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A leaf of a query in Python: something is read. Immutable. */
public sealed interface PythonRead {

    /** Where the user's code asks for it. */
    SourceLocation place();

    /** {@code spark.read.table(name)} or {@code spark.readStream.table(name)}; the name as written. */
    record Table(String name, boolean streaming, Map<String, String> options, SourceLocation place)
            implements PythonRead {
        public Table {
            options = Map.copyOf(options);
        }
    }

    /**
     * {@code spark.read.format(…).load(…)} and its relatives.
     *
     * @param format null if none was given
     * @param schema as DDL or as Spark's JSON, empty if none was given
     */
    record Source(
            @Nullable String format,
            List<String> paths,
            String schema,
            Map<String, String> options,
            boolean streaming,
            SourceLocation place)
            implements PythonRead {
        public Source {
            paths = List.copyOf(paths);
            options = Map.copyOf(options);
        }
    }

    /** {@code spark.sql(text)}. */
    record Sql(SqlFragment text) implements PythonRead {
        @Override
        public SourceLocation place() {
            return text.location();
        }
    }
}
