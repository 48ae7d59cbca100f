package dev.tidewheel.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table {@code tidewheel_batches} of the target, where the number of a flow's last batch is written in the transaction
 * that writes its rows.
 *
 * @param run tells the flow's checkpoints apart: a full refresh begins a new one
 */
record BatchLedger(String flow, String run) {

    private static final String TABLE = "tidewheel_batches";

    /** Makes the table if it is not there; outside of a transaction. */
    void prepare(Connection connection) throws SQLException {
        if (exists(connection)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE
                    + " (flow VARCHAR(400) NOT NULL, run VARCHAR(64) NOT NULL, batch BIGINT NOT NULL,"
                    + " PRIMARY KEY (flow, run))");
        } catch (SQLException e) {
            // another flow may have made it meanwhile
            if (!exists(connection)) {
                throw e;
            }
        }
    }

    private static boolean exists(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT batch FROM " + TABLE + " WHERE 1 = 0");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Number of the last batch that is in the target, -1 if there is none. */
    long last(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT batch FROM " + TABLE + " WHERE flow = ? AND run = ?")) {
            statement.setString(1, flow);
            statement.setString(2, run);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getLong(1) : -1;
            }
        }
    }

    void note(Connection connection, long batch) throws SQLException {
        if (execute(connection, "UPDATE " + TABLE + " SET batch = ? WHERE flow = ? AND run = ?", batch) == 0) {
            execute(connection, "INSERT INTO " + TABLE + " (batch, flow, run) VALUES (?, ?, ?)", batch);
        }
    }

    private int execute(Connection connection, String text, long batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setLong(1, batch);
            statement.setString(2, flow);
            statement.setString(3, run);
            return statement.executeUpdate();
        }
    }
}
