package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of a table has come.
 *
 * @param table id of the table
 * @param version everything of the versions before is read
 * @param index number of the last file of this version that is read, -1 if all are
 * @param snapshot true if files are counted in the whole table at this version, false if among those the commit added
 */
record StreamPosition(String table, long version, long index, boolean snapshot) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of a version is read. */
    static StreamPosition after(String table, long version) {
        return new StreamPosition(table, version, -1, false);
    }

    static @Nullable StreamPosition parse(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.path("table").isTextual() || !node.path("version").isNumber()) {
                throw new IllegalArgumentException("Not a position in a Delta table: " + json);
            }
            return new StreamPosition(
                    node.path("table").textValue(),
                    node.path("version").longValue(),
                    node.path("index").asLong(-1),
                    node.path("snapshot").asBoolean(false));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a position in a Delta table: " + json, e);
        }
    }

    String json() {
        ObjectNode node = JSON.createObjectNode();
        node.put("table", table);
        node.put("version", version);
        node.put("index", index);
        if (snapshot) {
            node.put("snapshot", true);
        }
        return node.toString();
    }

    boolean complete() {
        return index < 0;
    }
}
