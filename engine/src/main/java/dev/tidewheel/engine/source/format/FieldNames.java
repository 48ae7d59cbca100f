package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Gives the fields of JSON records the names that they have in the schema, where these differ in case. Stateless. */
final class FieldNames {

    private FieldNames() {}

    /** The same value with the names of the schema. If an object has a field of the exact name too, that one wins. */
    static JsonNode asInSchema(JsonNode value, DataType type) {
        if (value instanceof ArrayNode array) {
            DataType elementType = type instanceof ArrayType arrayType ? arrayType.elementType() : type;
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> elements.add(asInSchema(element, elementType)));
            return elements;
        }
        if (value instanceof ObjectNode object && type instanceof StructType struct) {
            return fields(object, struct);
        }
        if (value instanceof ObjectNode object && type instanceof MapType map) {
            // keys of a map are values, not names
            ObjectNode entries = JsonNodeFactory.instance.objectNode();
            object.fields()
                    .forEachRemaining(
                            entry -> entries.set(entry.getKey(), asInSchema(entry.getValue(), map.valueType())));
            return entries;
        }
        return value;
    }

    private static ObjectNode fields(ObjectNode object, StructType struct) {
        Map<String, StructField> exact = new TreeMap<>();
        Map<String, StructField> folded = new TreeMap<>();
        for (StructField field : struct.fields()) {
            exact.put(field.name(), field);
            folded.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field);
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> field = all.next();
            StructField known = exact.get(field.getKey());
            if (known == null) {
                known = folded.get(field.getKey().toLowerCase(Locale.ROOT));
            }
            boolean taken = known != null && (object.has(known.name()) || renamed.has(known.name()));
            if (known == null || (taken && !known.name().equals(field.getKey()))) {
                renamed.set(field.getKey(), field.getValue());
            } else {
                renamed.set(known.name(), asInSchema(field.getValue(), known.dataType()));
            }
        }
        return renamed;
    }
}
