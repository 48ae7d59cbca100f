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
 * @param update how rows are replaced where the text alone cannot; null if it can, or if rows are only added
 */
record WriteStatement(
        String text, List<Integer> types, @Nullable KeyedUpdate update) implements Serializable {

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
            boolean inOne = quotedKeys.isEmpty() || database.dialect().hasOnConflict();
            return new WriteStatement(
                    text(table, names, inOne ? quotedKeys : List.of()),
                    List.copyOf(types),
                    inOne ? null : KeyedUpdate.of(table, names, quotedKeys));
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
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            if (update == null) {
                insert(insert, rows, batchSize);
                return;
            }
            try (PreparedStatement change = connection.prepareStatement(update.text())) {
                List<Row> waiting = new ArrayList<>();
                while (rows.hasNext()) {
                    waiting.add(rows.next());
                    if (waiting.size() == batchSize || !rows.hasNext()) {
                        List<Row> missing = update.change(change, update.lastOfEach(waiting), this);
                        insert(insert, missing.iterator(), batchSize);
                        waiting.clear();
                    }
                }
            }
        }
    }

    private void insert(PreparedStatement statement, Iterator<Row> rows, int batchSize) throws SQLException {
        int waiting = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            for (int i = 0; i < types.size(); i++) {
                bind(statement, i + 1, row, i);
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

    /** Puts the value of a column into a place of a statement. */
    void bind(PreparedStatement statement, int place, Row row, int column) throws SQLException {
        @Nullable Object value = row.get(column);
        if (value == null) {
            statement.setNull(place, types.get(column));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else if (value instanceof Byte small) {
            statement.setShort(place, small);
        } else {
            statement.setObject(place, value);
        }
    }
}
