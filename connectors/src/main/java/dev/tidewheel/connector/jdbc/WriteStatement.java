package dev.tidewheel.connector.jdbc;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How a row gets into a table. Immutable.
 *
 * @param text with a place for each column
 * @param types of the columns in the table, as JDBC numbers them
 */
record WriteStatement(String text, List<Integer> types) implements Serializable {

    /** Columns are found by their names, without regard to case. */
    static WriteStatement of(
            Connection connection, Database database, String table, List<String> keys, StructType schema)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData columns = nothing.getMetaData();
            List<String> names = new ArrayList<>();
            List<Integer> types = new ArrayList<>();
            for (StructField field : schema.fields()) {
                refuseNested(field);
                int place = place(columns, field.name(), table);
                names.add(database.quote(columns.getColumnLabel(place)));
                types.add(columns.getColumnType(place));
            }
            List<String> quotedKeys = new ArrayList<>();
            for (String key : keys) {
                String quoted = database.quote(columns.getColumnLabel(place(columns, key, table)));
                if (!names.contains(quoted)) {
                    throw invalid("the rows have no column `" + key + "`, which is one of the sink's keys", "add it");
                }
                quotedKeys.add(quoted);
            }
            return new WriteStatement(text(table, names, quotedKeys), List.copyOf(types));
        }
    }

    private static String text(String table, List<String> names, List<String> keys) {
        String insert = "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
        if (keys.isEmpty()) {
            return insert;
        }
        List<String> changes = names.stream()
                .filter(name -> !keys.contains(name))
                .map(name -> name + " = EXCLUDED." + name)
                .toList();
        String action = changes.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", changes);
        return insert + " ON CONFLICT (" + String.join(", ", keys) + ") DO " + action;
    }

    private static void refuseNested(StructField field) {
        boolean nested = field.dataType() instanceof StructType
                || field.dataType() instanceof ArrayType
                || field.dataType() instanceof MapType;
        if (nested) {
            throw invalid(
                    "the column `" + field.name() + "` has the type "
                            + field.dataType().simpleString() + ", which databases do not have",
                    "write it as text: to_json(" + field.name() + ")");
        }
    }

    private static int place(ResultSetMetaData columns, String wanted, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        int found = 0;
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            if (name.equals(wanted) || (found == 0 && name.equalsIgnoreCase(wanted))) {
                found = i;
            }
            names.add(name);
        }
        if (found == 0) {
            throw invalid(
                    "the table " + table + " has no column `" + wanted + "`",
                    Suggestions.first(wanted, names)
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse("its columns are " + String.join(", ", names)));
        }
        return found;
    }

    private static PipelineException invalid(String message, String remedy) {
        return new PipelineException(Problem.of(ErrorCode.SINK_INVALID, message).remedy(remedy));
    }

    /** Writes rows in the order in which they come; does not commit. */
    void write(Connection connection, Iterator<Row> rows, int batchSize) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int waiting = 0;
            while (rows.hasNext()) {
                Row row = rows.next();
                for (int i = 0; i < types.size(); i++) {
                    @Nullable Object value = row.get(i);
                    if (value == null) {
                        statement.setNull(i + 1, types.get(i));
                    } else if (value instanceof byte[] bytes) {
                        statement.setBytes(i + 1, bytes);
                    } else if (value instanceof Byte small) {
                        statement.setShort(i + 1, small);
                    } else {
                        statement.setObject(i + 1, value);
                    }
                }
                statement.addBatch();
                if (++waiting == batchSize) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }
}
