package dev.tidewheel.engine.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the content of a materialized view was computed from; stored in the commit that wrote it.
 *
 * @param fingerprint of the definition
 * @param inputs version of each input, by its key
 */
public record ViewProgress(String fingerprint, Map<String, String> inputs) {

    /** Name of the domain. */
    public static final String DOMAIN = "tidewheel.view";

    private static final ObjectMapper JSON = new ObjectMapper();

    public ViewProgress {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** Empty if the view was never computed. */
    public static Optional<ViewProgress> read(Map<String, String> domains) {
        String text = domains.get(DOMAIN);
        if (text == null) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, String> inputs = new LinkedHashMap<>();
            node.path("inputs")
                    .properties()
                    .forEach(
                            entry -> inputs.put(entry.getKey(), entry.getValue().asText()));
            return Optional.of(new ViewProgress(node.path("fingerprint").asText(), inputs));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the recorded inputs of a view are not readable: " + text, e);
        }
    }

    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("fingerprint", fingerprint);
        ObjectNode stored = node.putObject("inputs");
        inputs.forEach(stored::put);
        return node.toString();
    }
}
