package dev.tidewheel.testkit.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A version of a table. Immutable.
 *
 * @param rows as texts, sorted
 */
public record TableContent(long version, TableShape shape, List<String> rows) {
    private static final int SHOWN = 3;

    public TableContent {
        rows = rows.stream().sorted().toList();
    }

    public TableContent withoutProperty(String key) {
        return new TableContent(version, shape.withoutProperty(key), rows);
    }

    public boolean hasAllRowsOf(TableContent other) {
        return surplus(other.rows, rows).isEmpty();
    }

    /** What is different, other than the number of the version; empty if nothing is. */
    public List<String> differencesTo(TableContent expected) {
        List<String> differences = shape.differencesTo(expected.shape);
        describe("is missing", surplus(expected.rows, rows), differences);
        describe("is too much", surplus(rows, expected.rows), differences);
        return differences;
    }

    private static void describe(String what, List<String> found, List<String> differences) {
        found.stream().limit(SHOWN).forEach(row -> differences.add("a row " + what + ": " + row));
        if (found.size() > SHOWN) {
            differences.add((found.size() - SHOWN) + " further rows: the same");
        }
    }

    /** Rows of one that are not in the other, each as often as it is too often there. */
    private static List<String> surplus(List<String> one, List<String> other) {
        Map<String, Integer> counts = new HashMap<>();
        other.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<String> surplus = new ArrayList<>();
        for (String row : one) {
            if (counts.merge(row, -1, Integer::sum) < 0) {
                surplus.add(row);
            }
        }
        return surplus;
    }
}
