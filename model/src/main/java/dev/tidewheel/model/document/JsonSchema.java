package dev.tidewheel.model.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a shape as a JSON schema (draft 2020-12), for editors. Stateless. */
public final class JsonSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonSchema() {}

    /** The schema of documents of this shape, indented, with a line feed at its end. */
    public static String write(Shape shape, String title) {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(describe(shape));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    private static ObjectNode describe(Shape shape) {
        ObjectNode result = NODES.objectNode();
        if (shape instanceof Shape.Text) {
            types(result, "string", "number");
        } else if (shape instanceof Shape.Pattern pattern) {
            types(result, "string", "number").put("pattern", "^(?:" + pattern.pattern() + ")$");
        } else if (shape instanceof Shape.Choice choice) {
            ArrayNode words = result.putArray("enum");
            choice.words().forEach(words::add);
        } else if (shape instanceof Shape.Single) {
            types(result, "string", "number", "boolean");
        } else if (shape instanceof Shape.Flag) {
            types(result, "boolean");
        } else if (shape instanceof Shape.Whole whole) {
            types(result, "integer").put("minimum", whole.least());
            if (whole.most() != Integer.MAX_VALUE) {
                result.put("maximum", whole.most());
            }
        } else if (shape instanceof Shape.ListOf list) {
            types(result, "array").set("items", describe(list.element()));
        } else if (shape instanceof Shape.MapOf map) {
            types(result, "object").set("additionalProperties", describe(map.value()));
        } else if (shape instanceof Shape.ShortOr either) {
            ArrayNode forms = result.putArray("anyOf");
            forms.add(describe(new Shape.Text()));
            forms.add(describe(either.full()));
        } else if (shape instanceof Shape.Fields fields) {
            describeFields(result, fields);
        }
        return result;
    }

    private static void describeFields(ObjectNode result, Shape.Fields fields) {
        types(result, "object").put("additionalProperties", false);
        ObjectNode properties = result.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Key key : fields.keys()) {
            ObjectNode property = properties.putObject(key.name());
            if (!key.description().isEmpty()) {
                property.put("description", key.description());
            }
            property.setAll(describe(key.shape()));
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            result.set("required", required);
        }
    }

    private static ObjectNode types(ObjectNode result, String... names) {
        if (names.length == 1) {
            return result.put("type", names[0]);
        }
        ArrayNode types = result.putArray("type");
        for (String name : names) {
            types.add(name);
        }
        return result;
    }
}
