package dev.tidewheel.engine.frontend.python;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;

/** Reads places and problems as the host writes them. Stateless. */
final class ProblemReader {

    private ProblemReader() {}

    static Problem problem(JsonNode message, PythonSources sources) {
        return Problem.of(
                        ErrorCode.valueOf(message.get("code").asText()),
                        message.get("message").asText())
                .because(message.get("cause").asText())
                .remedy(message.get("fix").asText())
                .at(place(message.get("place"), sources, ""));
    }

    /** A place; at {@code word} if it stands there as a literal. */
    static SourceLocation place(JsonNode place, PythonSources sources, String word) {
        return sources.locate(place.get("path").asText(), place.get("line").asInt(), word);
    }
}
