package dev.tidewheel.connector.jdbc;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.jdbc.JdbcDialects;
import org.jspecify.annotations.Nullable;

/**
 * A database and who one is there. Values may hold references to secrets, which are put in when a connection is made.
 * Immutable.
 *
 * @param driver its class
 * @param properties of connections, such as {@code user} and {@code password}
 * @param secrets puts values in the place of references
 */
record Database(String url, String driver, Map<String, String> properties, UnaryOperator<String> secrets) {

    Database {
        properties = Map.copyOf(properties);
    }

    /** Work with a connection. */
    interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    /** The url without what might be secret. */
    String shown() {
        return shown(url);
    }

    static String shown(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//").replaceFirst("thin:[^@]*@", "thin:@");
    }

    SqlDialect dialect() {
        return SqlDialect.of(url);
    }

    String quote(String column) {
        JdbcDialect dialect = JdbcDialects.get(url);
        return dialect.quoteIdentifier(column);
    }

    /** The same with properties of the driver that make writing fast and let texts be any type of the database. */
    Database forWriting(boolean inserting) {
        if (dialect() != SqlDialect.POSTGRESQL) {
            return this;
        }
        Map<String, String> tuned = new LinkedHashMap<>(properties);
        tuned.putIfAbsent("stringtype", "unspecified");
        if (inserting) {
            tuned.putIfAbsent("reWriteBatchedInserts", "true");
        }
        return new Database(url, driver, tuned, secrets);
    }

    /** Options of Spark's JDBC source, secrets put in. */
    Map<String, String> sparkOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        properties.forEach((name, value) -> options.put(name, secrets.apply(value)));
        options.put("url", secrets.apply(url));
        options.put("driver", driver);
        DriverName.load(driver, url);
        return options;
    }

    /** A new connection, which the caller closes. */
    Connection connect() throws SQLException {
        Properties given = new Properties();
        properties.forEach((name, value) -> given.setProperty(name, secrets.apply(value)));
        @Nullable Connection connection = DriverName.load(driver, url).connect(secrets.apply(url), given);
        if (connection == null) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "the driver " + driver + " does not take " + shown())
                            .remedy("correct the url, or name another driver"));
        }
        return connection;
    }

    /** Does something with a connection of its own; trouble becomes a problem. */
    <T> T with(Work<T> work) {
        return guarded(() -> {
            try (Connection connection = connect()) {
                return work.apply(connection);
            }
        });
    }

    /** Something that may fail as databases do; Spark throws exceptions that Scala does not declare. */
    interface Step<T> {
        T run() throws Exception;
    }

    /** Does something; trouble becomes a problem. */
    <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (PipelineException e) {
            throw e;
        } catch (Exception e) {
            throw new PipelineException(problem(e), e);
        }
    }

    private Problem problem(Exception failure) {
        for (@Nullable Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof SQLException refused) {
                Problem problem = DatabaseProblems.of(refused);
                return new Problem(
                        problem.code(),
                        problem.message() + " (" + shown() + ")",
                        problem.cause(),
                        problem.fix(),
                        null,
                        null);
            }
        }
        if (failure instanceof SparkThrowable known && "UNRECOGNIZED_SQL_TYPE".equals(known.getCondition())) {
            return Problem.of(ErrorCode.SOURCE_UNREADABLE, "a column has a type that Spark cannot read")
                    .because(String.valueOf(failure.getMessage()))
                    .remedy("give `query` instead of `dbtable`, and cast the column there or leave it out");
        }
        return Problem.of(ErrorCode.SOURCE_UNREADABLE, "the database " + shown() + " cannot be read")
                .because(String.valueOf(failure.getMessage()));
    }

    @Override
    public String toString() {
        return shown();
    }
}
