package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Collects from a record what does not fit the schema, in the record's own shape: fields that are unknown, also those
 * that differ in case, and values of another type. Not thread-safe.
 */
final class RescuedJson {
    /** What to look for. */
    enum Search {
        UNKNOWN_FIELDS,
        UNKNOWN_FIELDS_AND_MISMATCHES
    }

    private static final String FILE_PATH = "_file_path";
    private static final String MALFORMED = "_corrupt_record";

    private final StructType schema;
    private final ObjectMapper mapper;
    private final JSONOptions options;
    private final Map<DataType, JsonValueCheck> checks = new HashMap<>();
    private final Map<StructType, Map<String, DataType>> fields = new HashMap<>();

    RescuedJson(StructType schema, JSONOptions options) {
        this.schema = schema;
        this.options = options;
        this.mapper = mapper(new JsonFactory());
    }

    /** Reads and writes numbers as they are written in the source. */
    static ObjectMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
    }

    /** What would be lost of a record, or null if that is nothing. */
    @Nullable
    ObjectNode collect(JsonNode record, Search search) {
        return collect(record, schema, search) instanceof ObjectNode lost ? lost : null;
    }

    UTF8String text(ObjectNode lost, String path) {
        return UTF8String.fromString(write(lost.put(FILE_PATH, path)));
    }

    UTF8String ofMalformed(String record, String path) {
        return text(mapper.createObjectNode().put(MALFORMED, record), path);
    }

    private @Nullable JsonNode collect(JsonNode value, DataType type, Search search) {
        if (value.isNull() || type instanceof VariantType) {
            return null;
        }
        Search deeper = search;
        if (search == Search.UNKNOWN_FIELDS_AND_MISMATCHES && type != schema) {
            switch (check(type).verdict(value)) {
                case FITS -> deeper = Search.UNKNOWN_FIELDS;
                case FITS_IN_PART -> {}
                case DOES_NOT_FIT -> {
                    return value;
                }
            }
        }
        if (type instanceof StructType struct && value instanceof ObjectNode object) {
            return collectFields(object, struct, deeper);
        }
        if (type instanceof ArrayType array && value instanceof ArrayNode elements) {
            return collectElements(elements, array.elementType(), deeper);
        }
        if (type instanceof MapType map && value instanceof ObjectNode object) {
            return collectEntries(object, map.valueType(), deeper);
        }
        return null;
    }

    private @Nullable ObjectNode collectFields(ObjectNode object, StructType struct, Search search) {
        Map<String, DataType> known = fields.computeIfAbsent(struct, RescuedJson::fieldTypes);
        ObjectNode lost = mapper.createObjectNode();
        for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> field = all.next();
            DataType type = known.get(field.getKey());
            JsonNode lostValue = type == null ? field.getValue() : collect(field.getValue(), type, search);
            if (lostValue != null) {
                lost.set(field.getKey(), lostValue);
            }
        }
        return lost.isEmpty() ? null : lost;
    }

    /** Elements that lost nothing are shown as null, so that those that did keep their place. */
    private @Nullable ArrayNode collectElements(ArrayNode elements, DataType type, Search search) {
        if (isAtomic(type)) {
            return null;
        }
        ArrayNode lost = mapper.createArrayNode();
        boolean any = false;
        for (JsonNode element : elements) {
            JsonNode lostElement = collect(element, type, search);
            any |= lostElement != null;
            lost.add(lostElement == null ? NullNode.getInstance() : lostElement);
        }
        return any ? lost : null;
    }

    private @Nullable ObjectNode collectEntries(ObjectNode object, DataType type, Search search) {
        ObjectNode lost = mapper.createObjectNode();
        object.fields().forEachRemaining(entry -> {
            JsonNode lostValue = collect(entry.getValue(), type, search);
            if (lostValue != null) {
                lost.set(entry.getKey(), lostValue);
            }
        });
        return lost.isEmpty() ? null : lost;
    }

    private static boolean isAtomic(DataType type) {
        return !(type instanceof StructType || type instanceof ArrayType || type instanceof MapType);
    }

    private JsonValueCheck check(DataType type) {
        return checks.computeIfAbsent(type, wanted -> new JsonValueCheck(wanted, options));
    }

    private static Map<String, DataType> fieldTypes(StructType struct) {
        Map<String, DataType> types = new HashMap<>();
        for (StructField field : struct.fields()) {
            types.put(field.name(), field.dataType());
        }
        return types;
    }

    private String write(JsonNode node) {
        return new String(bytes(mapper, node), StandardCharsets.UTF_8);
    }

    static byte[] bytes(ObjectMapper mapper, JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
