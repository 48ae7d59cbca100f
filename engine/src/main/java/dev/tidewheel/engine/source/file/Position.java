package dev.tidewheel.engine.source.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;

/**
 * A position in a stream of files: the last entry that was taken.
 *
 * @param entry name of the entry's document
 * @param sequence how many entries there are up to it
 */
record Position(String entry, long sequence) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    String toJson() {
        return MAPPER.createObjectNode()
                .put("entry", entry)
                .put("sequence", sequence)
                .toString();
    }

    static Position fromJson(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node.path("entry").isTextual() && node.path("sequence").isIntegralNumber()) {
                return new Position(
                        node.path("entry").asText(), node.path("sequence").asLong());
            }
        } catch (JsonProcessingException e) {
            throw invalid(json);
        }
        throw invalid(json);
    }

    private static PipelineException invalid(String json) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_CHANGED, "`" + json + "` is not a position in a stream of files")
                        .because("The flow has read another kind of source so far")
                        .remedy("Run a full refresh of the table"));
    }
}
