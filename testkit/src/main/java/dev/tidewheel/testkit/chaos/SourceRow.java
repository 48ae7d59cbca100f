package dev.tidewheel.testkit.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A row that arrives. Immutable.
 *
 * @param extras columns that not all rows have
 */
record SourceRow(long id, String k, @Nullable Integer v, Instant at, Map<String, String> extras) {

    SourceRow {
        extras = Map.copyOf(extras);
    }

    String json() {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        fields.add("\"id\":" + id).add("\"k\":\"" + k + "\"");
        if (v != null) {
            fields.add("\"v\":" + v);
        }
        fields.add("\"at\":\"" + at + "\"");
        extras.keySet().stream().sorted().forEach(name -> fields.add("\"" + name + "\":\"" + extras.get(name) + "\""));
        return fields.toString();
    }

    String csv(List<String> columns) {
        StringJoiner fields = new StringJoiner(",");
        for (String column : columns) {
            fields.add(
                    switch (column) {
                        case "id" -> String.valueOf(id);
                        case "k" -> k;
                        case "v" -> v == null ? "" : String.valueOf(v);
                        case "at" -> at.toString();
                        default -> extras.getOrDefault(column, "");
                    });
        }
        return fields.toString();
    }
}
