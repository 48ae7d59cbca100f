package dev.tidewheel.connector.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The position of a stream: the largest value of the column that was taken. Immutable. */
record TakenValue(String value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String toJson() {
        ObjectNode position = JSON.createObjectNode();
        position.put("value", value);
        return position.toString();
    }

    static @Nullable String of(@Nullable String position) {
        if (position == null) {
            return null;
        }
        try {
            JsonNode value = JSON.readTree(position).get("value");
            if (value == null || !value.isTextual()) {
                throw new IllegalArgumentException("not a position of a JDBC stream: " + position);
            }
            return value.asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a position of a JDBC stream: " + position, e);
        }
    }
}
