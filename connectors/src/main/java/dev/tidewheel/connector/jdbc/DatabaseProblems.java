package dev.tidewheel.connector.jdbc;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong when a database refuses, by the classes of states that the SQL standard has. Stateless. */
final class DatabaseProblems {

    private DatabaseProblems() {}

    /** The problem behind a failure. */
    static Problem of(SQLException failure) {
        String reason = reason(failure);
        String state = state(failure);
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the database cannot be reached")
                    .because(reason)
                    .remedy("check that it runs, and the host and port of the url");
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the database refuses the user")
                    .because(reason)
                    .remedy("check user and password, and what the user may do");
        }
        if (state.startsWith("3D") || state.startsWith("3F") || state.equals("42P01") || state.startsWith("42S0")) {
            return Problem.of(ErrorCode.SOURCE_PATH_NOT_FOUND, "the database has no such thing")
                    .because(reason)
                    .remedy("correct the name of the database, schema or table");
        }
        if (state.startsWith("23")) {
            return Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, "a constraint of the database does not allow a row")
                    .because(reason)
                    .remedy("correct the row, filter it out, or let an expectation drop it");
        }
        if (state.startsWith("40") || state.startsWith("55")) {
            return Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the database gave up a transaction")
                    .because(reason);
        }
        return Problem.of(ErrorCode.SOURCE_UNREADABLE, "the database has refused a statement")
                .because(reason)
                .remedy("correct the options of the source or sink, or the data");
    }

    /** The first state in the chain; batches of statements give theirs only with the next exception. */
    private static String state(SQLException failure) {
        for (@Nullable SQLException next = failure; next != null; next = next.getNextException()) {
            if (next.getSQLState() != null && !next.getSQLState().isEmpty()) {
                return next.getSQLState();
            }
        }
        return "";
    }

    private static String reason(SQLException failure) {
        @Nullable SQLException next = failure.getNextException();
        String text = String.valueOf((next == null ? failure : next).getMessage());
        return text.strip().replaceAll("\\s+", " ");
    }
}
