package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.connector.ConnectedSource;
import dev.tidewheel.engine.source.connector.Connector;
import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.model.error.Problem;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Databases as sources: {@code jdbc} and the names that Databricks has for single ones. Stateless. */
public final class JdbcConnector implements Connector {

    @Override
    public Set<String> formats() {
        return Set.of("jdbc", "postgresql", "mysql", "sqlserver", "oracle");
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_jdbc");
    }

    @Override
    public ConnectedSource open(ConnectorRequest request) {
        return new JdbcSource(request.session(), JdbcOptions.read(request));
    }

    /** What a database has refused while Spark was reading. */
    @Override
    public Optional<Problem> explain(Throwable error) {
        return error instanceof SQLException refused ? Optional.of(DatabaseProblems.of(refused)) : Optional.empty();
    }
}
