package dev.tidewheel.testkit.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A folder in which files arrive. Immutable.
 *
 * @param evolving whether columns that are new in later files are taken, or left out by a schema of the query
 * @param orderly whether rows are never older than the delay of a watermark allows
 */
record Source(String name, boolean json, boolean evolving, boolean orderly) {
    static final String HOME = "data/";
    static final String SCHEMA = "id BIGINT, k STRING, v INT, at TIMESTAMP";

    String folder() {
        return HOME + name;
    }

    /** The query's call, without {@code STREAM}. */
    String read() {
        return "read_files('" + folder() + "', format => '" + format() + "'" + (json ? "" : ", header => true")
                + (evolving ? ", schemaHints => '" : ", schema => '") + SCHEMA + "')";
    }

    /** The same for a query that always wants the same columns. */
    String readFixed() {
        return new Source(name, json, false, orderly).read();
    }

    String format() {
        return json ? "json" : "csv";
    }

    /** Names of the columns that rows of this source have beyond those that all have. */
    static Set<String> extras(List<SourceRow> rows) {
        Set<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(row.extras().keySet()));
        return names;
    }

    /** The content of a file. */
    String text(List<SourceRow> rows) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        List<String> columns = new ArrayList<>(List.of("id", "k", "v", "at"));
        columns.addAll(extras(rows));
        if (!json) {
            lines.add(String.join(",", columns));
        } else if (rows.isEmpty()) {
            return "";
        }
        for (SourceRow row : rows) {
            lines.add(json ? row.json() : row.csv(columns));
        }
        return lines.toString();
    }
}
