package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * New rows of a table, found by a column whose values grow. A batch is all rows above one value and up to another, so that
 * rows with the same value are never divided. Comparisons are left to the database, in its own words for the values.
 */
final class IncrementalStream implements StreamSource {

    private final JdbcSource source;
    private final JdbcOptions options;
    private final JdbcOptions.Incremental incremental;
    private @Nullable GrowingColumn column;

    IncrementalStream(JdbcSource source, JdbcOptions options, JdbcOptions.Incremental incremental) {
        this.source = source;
        this.options = options;
        this.incremental = incremental;
    }

    @Override
    public StructType schema() {
        return source.schema();
    }

    @Override
    public Backlog look(@Nullable String position) {
        return options.database().with(connection -> {
            GrowingColumn by = column(connection);
            String where = where(by, TakenValue.of(position), null);
            if (!incremental.delay().isZero()) {
                where += (where.isEmpty() ? " WHERE " : " AND ") + by.quoted() + " <= "
                        + options.database().dialect().timeAgo(incremental.delay());
            }
            String statement = "SELECT max(" + by.quoted() + "), count(" + by.quoted() + "), min(" + by.quoted()
                    + ") FROM " + options.relation() + where;
            try (Statement asked = connection.createStatement();
                    ResultSet answer = asked.executeQuery(statement)) {
                answer.next();
                @Nullable String last = by.read(answer, 1);
                return new JdbcBacklog(last, answer.getLong(2), last == null ? 0 : age(by, answer));
            }
        });
    }

    private static double age(GrowingColumn by, ResultSet answer) throws SQLException {
        if (by.kind() != GrowingColumn.Kind.TIMESTAMP) {
            return -1;
        }
        Timestamp oldest = answer.getTimestamp(3);
        return Math.max(0, (System.currentTimeMillis() - oldest.getTime()) / 1000.0);
    }

    @Override
    public Optional<String> advance(@Nullable String position, Backlog horizon) {
        @Nullable String start = TakenValue.of(position);
        @Nullable String last = ((JdbcBacklog) horizon).last();
        if (last == null || last.equals(start)) {
            return Optional.empty();
        }
        Long most = incremental.maxRows();
        if (most == null) {
            return Optional.of(new TakenValue(last).toJson());
        }
        return options.database().with(connection -> {
            GrowingColumn by = column(connection);
            String first =
                    options.database().dialect().first(by.quoted(), options.relation(), where(by, start, last), most);
            try (Statement asked = connection.createStatement();
                    ResultSet answer =
                            asked.executeQuery("SELECT max(tidewheel_value) FROM (" + first + ") tidewheel_first")) {
                answer.next();
                return Optional.ofNullable(by.read(answer, 1)).map(value -> new TakenValue(value).toJson());
            }
        });
    }

    @Override
    public LogicalPlan rows(@Nullable String start, String end) {
        String where = options.database()
                .with(connection -> where(column(connection), TakenValue.of(start), TakenValue.of(end)));
        return source.rows("(SELECT * FROM " + options.relation() + where + ") tidewheel_rows");
    }

    private String where(GrowingColumn by, @Nullable String start, @Nullable String end) {
        @Nullable String above = start == null ? incremental.startingValue() : start;
        String where = above == null ? "" : " WHERE " + by.quoted() + " > " + by.literal(above);
        if (end == null) {
            return where;
        }
        return where + (above == null ? " WHERE " : " AND ") + by.quoted() + " <= " + by.literal(end);
    }

    private GrowingColumn column(Connection connection) throws SQLException {
        if (column == null) {
            column = checked(
                    GrowingColumn.find(connection, options.database(), options.relation(), incremental.column()));
        }
        return Objects.requireNonNull(column);
    }

    private GrowingColumn checked(GrowingColumn found) {
        if (found.kind() == GrowingColumn.Kind.OTHER) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_OPTION_INVALID, "the values of `" + found.name() + "` cannot be followed")
                    .because("a stream needs a column of numbers, times or texts")
                    .remedy("name another column as incrementalColumn"));
        }
        if (!incremental.delay().isZero() && found.kind() != GrowingColumn.Kind.TIMESTAMP) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "`delay` does not go with `" + found.name() + "`")
                            .because("its values are not times")
                            .remedy("leave it out, or follow a column with times"));
        }
        return found;
    }
}
