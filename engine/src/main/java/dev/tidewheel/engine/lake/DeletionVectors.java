package dev.tidewheel.engine.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the deletion vectors of files are; Delta's JSON of them is as in {@link DataFile}. Stateless. */
final class DeletionVectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a vector in a file of the table, the last characters of its name are an id, and those before a folder. */
    private static final int ID_LENGTH = 20;

    private DeletionVectors() {}

    /** What tells two vectors of one data file apart; empty if there is none. */
    static String key(@Nullable String vector) {
        return vector == null ? "" : parse(vector).path("pathOrInlineDv").asText();
    }

    /** The file in which a vector is; empty if it is in the log. */
    static Optional<String> file(String table, String vector) {
        JsonNode node = parse(vector);
        DeletionVectorDescriptor descriptor = new DeletionVectorDescriptor(
                node.path("storageType").asText(),
                node.path("pathOrInlineDv").asText(),
                Optional.of(node.path("offset").asInt()),
                node.path("sizeInBytes").asInt(),
                node.path("cardinality").asLong());
        return descriptor.isOnDisk() ? Optional.of(descriptor.getAbsolutePath(table)) : Optional.empty();
    }

    /** A vector of the table in {@code folder} as one of the table above. */
    static String under(String folder, String vector) {
        ObjectNode node = (ObjectNode) parse(vector);
        if (node.path("storageType").asText().equals(DeletionVectorDescriptor.UUID_DV_MARKER)) {
            String name = node.path("pathOrInlineDv").asText();
            int prefix = name.length() - ID_LENGTH;
            String inner = prefix == 0 ? "" : "/" + name.substring(0, prefix);
            node.put("pathOrInlineDv", folder + inner + name.substring(prefix));
        }
        return node.toString();
    }

    private static JsonNode parse(String vector) {
        try {
            return JSON.readTree(vector);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a deletion vector is not readable: " + vector, e);
        }
    }
}
