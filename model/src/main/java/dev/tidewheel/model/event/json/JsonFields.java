package dev.tidewheel.model.event.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading and writing of optional fields: absent, never null, in the JSON; null, never absent, in the record. */
final class JsonFields {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFields() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void put(ObjectNode target, String field, @Nullable String value) {
        if (value != null) {
            target.put(field, value);
        }
    }

    static void put(ObjectNode target, String field, @Nullable Long value) {
        if (value != null) {
            target.put(field, value);
        }
    }

    static void put(ObjectNode target, String field, @Nullable Double value) {
        if (value != null) {
            target.put(field, value);
        }
    }

    static void put(ObjectNode target, String field, @Nullable Boolean value) {
        if (value != null) {
            target.put(field, value);
        }
    }

    static void put(ObjectNode target, String field, List<String> values) {
        ArrayNode array = target.putArray(field);
        values.forEach(array::add);
    }

    /** In the order of the keys, so that equal maps give equal text. */
    static void put(ObjectNode target, String field, Map<String, String> values) {
        ObjectNode map = target.putObject(field);
        new TreeMap<>(values).forEach(map::put);
    }

    static <T> void putEach(ObjectNode target, String field, List<T> values, Function<T, ObjectNode> writer) {
        ArrayNode array = target.putArray(field);
        values.forEach(value -> array.add(writer.apply(value)));
    }

    /** Embeds JSON text as it is; what is not JSON becomes a string. */
    static void putJson(ObjectNode target, String field, String json) {
        try {
            target.set(field, MAPPER.readTree(json));
        } catch (JsonProcessingException notJson) {
            target.put(field, json);
        }
    }

    static String string(JsonNode source, String field) {
        String value = optionalString(source, field);
        return value == null ? "" : value;
    }

    static @Nullable String optionalString(JsonNode source, String field) {
        JsonNode value = source.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    static long number(JsonNode source, String field) {
        return source.path(field).asLong();
    }

    static @Nullable Long optionalNumber(JsonNode source, String field) {
        JsonNode value = source.get(field);
        return value == null || value.isNull() ? null : Long.valueOf(value.asLong());
    }

    static @Nullable Double optionalDecimal(JsonNode source, String field) {
        JsonNode value = source.get(field);
        return value == null || value.isNull() ? null : Double.valueOf(value.asDouble());
    }

    static boolean flag(JsonNode source, String field) {
        return source.path(field).asBoolean();
    }

    static @Nullable Boolean optionalFlag(JsonNode source, String field) {
        JsonNode value = source.get(field);
        return value == null || value.isNull() ? null : Boolean.valueOf(value.asBoolean());
    }

    static List<String> strings(JsonNode source, String field) {
        return each(source, field, JsonNode::asText);
    }

    static Map<String, String> stringMap(JsonNode source, String field) {
        Map<String, String> map = new TreeMap<>();
        source.path(field)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    static <T> List<T> each(JsonNode source, String field, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        source.path(field).forEach(element -> values.add(reader.apply(element)));
        return values;
    }

    /** A constant by its name; a name that a later version added is read as {@code fallback}. */
    static <E extends Enum<E>> E constant(JsonNode source, String field, E fallback) {
        String name = optionalString(source, field);
        if (name == null) {
            return fallback;
        }
        for (E candidate : fallback.getDeclaringClass().getEnumConstants()) {
            if (candidate.name().equals(name.toUpperCase(Locale.ROOT))) {
                return candidate;
            }
        }
        return fallback;
    }
}
