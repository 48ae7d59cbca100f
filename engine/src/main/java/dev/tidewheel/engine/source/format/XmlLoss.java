package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.xml.XmlOptions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Finds what of an element has no place in a type, and shows it as JSON, by the names that Spark gives. Immutable. */
final class XmlLoss {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final XmlOptions options;
    private final boolean caseSensitive;

    XmlLoss(XmlOptions options, boolean caseSensitive) {
        this.options = options;
        this.caseSensitive = caseSensitive;
    }

    /** Attributes and elements of an element by their names, in order. */
    Map<String, List<JsonNode>> fields(Element element) {
        Map<String, List<JsonNode>> fields = new LinkedHashMap<>();
        attributes(element).forEach((name, value) -> fields.put(name, List.of(TextNode.valueOf(value))));
        for (Element child : XmlTree.children(element)) {
            fields.computeIfAbsent(name(child.getTagName()), name -> new ArrayList<>())
                    .add(tree(child));
        }
        return fields;
    }

    String name(String tag) {
        return options.ignoreNamespace() ? tag.substring(tag.lastIndexOf(':') + 1) : tag;
    }

    /** An element as JSON. */
    JsonNode tree(Element element) {
        Map<String, List<JsonNode>> fields = fields(element);
        String text = XmlTree.ownText(element);
        if (fields.isEmpty()) {
            return TextNode.valueOf(text);
        }
        ObjectNode object = NODES.objectNode();
        fields.forEach((name, values) -> object.set(name, one(values)));
        if (!text.isEmpty()) {
            object.put(options.valueTag(), text);
        }
        return object;
    }

    static JsonNode one(List<JsonNode> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        ArrayNode all = NODES.arrayNode();
        all.addAll(values);
        return all;
    }

    /** What of the element is not in a value of this type; null if that is nothing. */
    @Nullable
    JsonNode lost(Element element, DataType type) {
        if (type instanceof ArrayType array) {
            return lost(element, array.elementType());
        }
        if (type instanceof StructType struct) {
            return lostFields(element, struct);
        }
        if (type instanceof MapType || type instanceof VariantType) {
            return null;
        }
        ObjectNode lost = NODES.objectNode();
        attributes(element).forEach(lost::put);
        return lost.isEmpty() ? null : lost;
    }

    private @Nullable JsonNode lostFields(Element element, StructType struct) {
        Map<String, List<JsonNode>> lost = new LinkedHashMap<>();
        attributes(element).forEach((name, value) -> {
            if (field(struct, name).isEmpty()) {
                lost.put(name, List.of(TextNode.valueOf(value)));
            }
        });
        Map<String, Element> last = new LinkedHashMap<>();
        for (Element child : XmlTree.children(element)) {
            String name = name(child.getTagName());
            Optional<StructField> field = field(struct, name);
            if (field.isEmpty()) {
                add(lost, name, tree(child));
                continue;
            }
            JsonNode deeper = lost(child, field.get().dataType());
            if (deeper != null) {
                add(lost, name, deeper);
            }
            // of a field that is no array only the last one is kept
            Element before = field.get().dataType() instanceof ArrayType ? null : last.put(name, child);
            if (before != null) {
                add(lost, name, tree(before));
            }
        }
        String text = XmlTree.ownText(element);
        if (!text.isEmpty() && field(struct, options.valueTag()).isEmpty()) {
            add(lost, options.valueTag(), TextNode.valueOf(text));
        }
        if (lost.isEmpty() || field(struct, options.wildcardColName()).isPresent()) {
            return null;
        }
        ObjectNode object = NODES.objectNode();
        lost.forEach((name, values) -> object.set(name, one(values)));
        return object;
    }

    Optional<StructField> field(StructType struct, String name) {
        for (StructField field : struct.fields()) {
            if (caseSensitive ? field.name().equals(name) : field.name().equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static void add(Map<String, List<JsonNode>> fields, String name, JsonNode value) {
        fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!options.excludeAttributeFlag()) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                Attr attribute = (Attr) element.getAttributes().item(i);
                attributes.put(options.attributePrefix() + name(attribute.getName()), attribute.getValue());
            }
        }
        return attributes;
    }
}
