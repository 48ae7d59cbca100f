package dev.tidewheel.engine.source.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.source.option.FileFormatKind;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a source from its files. It is stored, so that a stream does not change its shape because
 * other files are there; what the user says (hints, names) is applied on top each time.
 *
 * @param format the format of all files
 * @param options reader options that follow from the files
 * @param data columns of the content, null if the user gave the schema
 * @param partitions columns of the paths
 */
record InferredSchema(
        FileFormatKind format,
        Map<String, String> options,
        @Nullable StructType data,
        StructType partitions) {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    InferredSchema {
        Objects.requireNonNull(format, "format is null");
        options = Map.copyOf(options);
    }

    String toJson() {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("version", VERSION);
        document.put("format", format.sparkName());
        ObjectNode optionsNode = document.putObject("options");
        new TreeMap<>(options).forEach(optionsNode::put);
        try {
            if (data != null) {
                document.set("data", MAPPER.readTree(data.json()));
            }
            document.set("partitions", MAPPER.readTree(partitions.json()));
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema can always be written", e);
        }
    }

    /** @throws IllegalArgumentException if the text is no such document */
    static InferredSchema fromJson(String json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            if (document.path("version").asInt() != VERSION) {
                throw new IllegalArgumentException("version " + document.path("version") + " is not known");
            }
            Map<String, String> options = new TreeMap<>();
            document.path("options")
                    .fields()
                    .forEachRemaining(option ->
                            options.put(option.getKey(), option.getValue().asText()));
            JsonNode data = document.path("data");
            return new InferredSchema(
                    FileFormatKind.named(document.path("format").asText())
                            .orElseThrow(() -> new IllegalArgumentException("the format is not known")),
                    options,
                    data.isMissingNode() ? null : struct(data),
                    struct(document.path("partitions")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static StructType struct(JsonNode node) {
        return (StructType) DataType.fromJson(node.toString());
    }
}
