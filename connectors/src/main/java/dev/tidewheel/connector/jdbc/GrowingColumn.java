package dev.tidewheel.connector.jdbc;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column by which rows are found, as the database knows it. Immutable.
 *
 * @param quoted its name as it is written in statements
 * @param zoned true for moments that know their zone
 */
record GrowingColumn(String name, String quoted, GrowingColumn.Kind kind, boolean zoned, SqlDialect dialect) {

    enum Kind {
        NUMBER,
        TIMESTAMP,
        DATE,
        TEXT,
        OTHER
    }

    /** Looks a column up; its case does not matter. */
    static GrowingColumn find(Connection connection, Database database, String relation, String wanted)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM " + relation + " WHERE 1 = 0")) {
            ResultSetMetaData columns = nothing.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String name = columns.getColumnLabel(i);
                if (name.equalsIgnoreCase(wanted)) {
                    String type = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
                    boolean zoned = type.contains("timestamptz") || type.contains("offset") || type.contains("zone");
                    return new GrowingColumn(
                            name, database.quote(name), kind(columns.getColumnType(i)), zoned, database.dialect());
                }
                names.add(name);
            }
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "there is no column `" + wanted + "` in " + relation)
                            .remedy(Suggestions.first(wanted, names)
                                    .map(near -> "did you mean `" + near + "`?")
                                    .orElse("the columns are " + String.join(", ", names))));
        }
    }

    private static Kind kind(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.NUMERIC,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE -> Kind.NUMBER;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, -155 -> Kind.TIMESTAMP;
            case Types.DATE -> Kind.DATE;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGVARCHAR -> Kind.TEXT;
            default -> Kind.OTHER;
        };
    }

    /** The value of a result as a text that {@link #literal} takes; null for NULL. */
    @Nullable
    String read(ResultSet result, int place) throws SQLException {
        if (kind == Kind.NUMBER) {
            @Nullable BigDecimal number = result.getBigDecimal(place);
            return number == null ? null : number.toPlainString();
        }
        return result.getString(place);
    }

    /** A value in a statement. */
    String literal(String value) {
        return switch (kind) {
            case NUMBER -> number(value);
            case TIMESTAMP -> dialect.timestamp(value, zoned);
            case DATE -> dialect.date(value);
            case TEXT, OTHER -> "'" + value.replace("'", "''") + "'";
        };
    }

    private String number(String value) {
        try {
            return new BigDecimal(value).toPlainString();
        } catch (NumberFormatException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "`" + value + "` is not a number, as `" + name + "` is")
                            .remedy("correct startingValue; if the column has changed its type, run a full refresh"),
                    e);
        }
    }
}
