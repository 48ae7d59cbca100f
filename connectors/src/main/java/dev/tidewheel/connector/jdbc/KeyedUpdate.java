package dev.tidewheel.connector.jdbc;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Replaces rows by their keys in any database: an UPDATE, and an INSERT for those that it has not found. Immutable.
 *
 * @param text with a place for each column that changes, and then for each key
 * @param places the columns of the row in this order
 * @param keys those of the keys
 */
record KeyedUpdate(String text, List<Integer> places, List<Integer> keys) implements Serializable {

    static KeyedUpdate of(String table, List<String> names, List<String> keyNames) {
        List<Integer> keys = keyNames.stream().map(names::indexOf).toList();
        List<Integer> others = IntStream.range(0, names.size())
                .boxed()
                .filter(place -> !keys.contains(place))
                .toList();
        // where there is nothing but keys, the row is only looked for
        List<Integer> changed = others.isEmpty() ? keys : others;
        List<Integer> places = new ArrayList<>(changed);
        places.addAll(keys);
        String text =
                "UPDATE " + table + " SET " + places(names, changed, ", ") + " WHERE " + places(names, keys, " AND ");
        return new KeyedUpdate(text, List.copyOf(places), keys);
    }

    private static String places(List<String> names, List<Integer> wanted, String between) {
        return wanted.stream().map(place -> names.get(place) + " = ?").collect(Collectors.joining(between));
    }

    /** The last row of each key. */
    Collection<Row> lastOfEach(List<Row> rows) {
        Map<Object, Row> last = new LinkedHashMap<>();
        for (Row row : rows) {
            last.put(key(row), row);
        }
        return last.values();
    }

    /** A key with a null is equal to no other, as in the database. */
    private Object key(Row row) {
        List<Object> values = new ArrayList<>();
        for (int place : keys) {
            @Nullable Object value = row.get(place);
            if (value == null) {
                return new Object();
            }
            values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return values;
    }

    /** Changes the rows that are there; gives back those that are not. */
    List<Row> change(PreparedStatement update, Collection<Row> rows, WriteStatement types) throws SQLException {
        for (Row row : rows) {
            bind(update, row, types);
            update.addBatch();
        }
        int[] counts = update.executeBatch();
        List<Row> missing = new ArrayList<>();
        int i = 0;
        for (Row row : rows) {
            int count = counts[i++];
            if (count == Statement.SUCCESS_NO_INFO) {
                // this driver tells of single statements only
                bind(update, row, types);
                count = update.executeUpdate();
            }
            if (count == 0) {
                missing.add(row);
            }
        }
        return missing;
    }

    private void bind(PreparedStatement update, Row row, WriteStatement types) throws SQLException {
        for (int i = 0; i < places.size(); i++) {
            types.bind(update, i + 1, row, places.get(i));
        }
    }
}
