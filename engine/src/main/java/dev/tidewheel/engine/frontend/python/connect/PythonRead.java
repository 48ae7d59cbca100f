package dev.tidewheel.engine.frontend.python.connect;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
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

    /**
     * {@code spark.sql(text)}.
     *
     * @param views temporary views that the text may mean, by name in lower case; names still open
     */
    record Sql(SqlFragment text, Map<String, LogicalPlan> views) implements PythonRead {
        public Sql {
            views = Map.copyOf(views);
        }

        @Override
        public SourceLocation place() {
            return text.location();
        }

        /** The temporary view that has this name. */
        public Optional<LogicalPlan> view(List<String> parts) {
            String name = String.join(".", parts).toLowerCase(Locale.ROOT);
            return Optional.ofNullable(views.get(name))
                    .map(plan -> new SubqueryAlias(
                            new AliasIdentifier(parts.get(parts.size() - 1), PlanRewrite.toScala(List.of())), plan));
        }
    }
}
