package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Map;
import java.util.Objects;

/**
 * A query in Spark SQL, whole, with DLT's additions still in it ({@code STREAM}, {@code LIVE.}, {@code read_files}).
 *
 * @param sql the query's text
 * @param scope what unqualified names mean
 * @param parameters values of {@code :name} markers, all of the pipeline's
 */
public record SqlQuery(SqlFragment sql, NameScope scope, Map<String, String> parameters) implements Query {

    public SqlQuery {
        Objects.requireNonNull(sql, "sql is null");
        Objects.requireNonNull(scope, "scope is null");
        parameters = Map.copyOf(parameters);
    }

    @Override
    public SourceLocation location() {
        return sql.location();
    }

    @Override
    public String fingerprintText() {
        return scope.catalog() + "." + scope.schema() + "\n" + new java.util.TreeMap<>(parameters) + "\n" + sql.text();
    }
}
