package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.sink.BatchHandler;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.jdbc.JdbcDialects;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to a table. Exactly once: all rows of a batch and its number go in by one transaction. At least once: each
 * partition has a transaction of its own.
 *
 * @param keys columns by which rows replace each other; empty to append
 * @param batchSize rows that are sent together
 * @param options that may be shown
 */
record JdbcSink(
        Database database,
        String table,
        List<String> keys,
        boolean exactlyOnce,
        int batchSize,
        String flow,
        Map<String, String> options)
        implements BatchHandler {

    private static final String QUERY_ID = "sql.streaming.queryId";

    JdbcSink {
        keys = List.copyOf(keys);
        options = Map.copyOf(options);
    }

    @Override
    public String format() {
        return "jdbc";
    }

    @Override
    public void handle(Dataset<Row> batch, long number) {
        StructType schema = batch.schema();
        try {
            WriteStatement statement =
                    database.with(connection -> WriteStatement.of(connection, database, table, keys, schema));
            // each checkpoint of Spark has an id of its own, so that a full refresh begins anew
            @Nullable String query = batch.sparkSession().sparkContext().getLocalProperty(QUERY_ID);
            if (exactlyOnce && query != null) {
                database.with(connection -> once(connection, statement, batch, new BatchLedger(flow, query), number));
            } else {
                String url = database.url();
                PartitionWriter writer = new PartitionWriter(
                        url, database.driver(), Map.copyOf(database.properties()), statement, batchSize);
                database.guarded(() -> {
                    batch.foreachPartition(writer);
                    return true;
                });
            }
        } catch (PipelineException e) {
            throw new PipelineException(explained(e.problems().get(0), schema), e);
        }
    }

    private boolean once(
            Connection connection, WriteStatement statement, Dataset<Row> batch, BatchLedger ledger, long number)
            throws SQLException {
        ledger.prepare(connection);
        connection.setAutoCommit(false);
        try {
            if (ledger.last(connection) < number) {
                statement.write(connection, batch.toLocalIterator(), batchSize);
                ledger.note(connection, number);
            }
            connection.commit();
            return true;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    /** Writes the rows of one partition in a transaction of its own. */
    private record PartitionWriter(
            String url, String driver, Map<String, String> properties, WriteStatement statement, int batchSize)
            implements ForeachPartitionFunction<Row> {

        @Override
        public void call(Iterator<Row> rows) throws SQLException {
            if (!rows.hasNext()) {
                return;
            }
            Database database = new Database(url, driver, properties, text -> text);
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                statement.write(connection, rows, batchSize);
                connection.commit();
            }
        }

        @Override
        public String toString() {
            return Database.shown(url);
        }
    }

    private Problem explained(Problem problem, StructType schema) {
        if (problem.cause().contains("ON CONFLICT")) {
            return Problem.of(ErrorCode.SINK_INVALID, "rows of " + table + " cannot be replaced by their keys")
                    .because(problem.cause())
                    .remedy("CREATE UNIQUE INDEX ON " + table + " (" + String.join(", ", keys) + ")");
        }
        if (problem.code() == ErrorCode.SOURCE_PATH_NOT_FOUND) {
            String columns =
                    JdbcUtils.schemaString(JdbcDialects.get(database.url()), schema, false, scala.Option.empty());
            String primary = keys.isEmpty() ? "" : ", PRIMARY KEY (" + String.join(", ", keys) + ")";
            return Problem.of(ErrorCode.SINK_INVALID, "the sink's table " + table + " is not there")
                    .because(problem.cause())
                    .remedy("make it, for instance with: CREATE TABLE " + table + " (" + columns.strip() + primary
                            + ")");
        }
        return problem;
    }

    @Override
    public String toString() {
        return "jdbc:" + table;
    }
}
