package dev.tidewheel.connector.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/** Values of options that are words or JSON; a runtime exception says that a text is neither. Stateless. */
final class Texts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    /** {@code earliest}, {@code latest}, or a JSON object as it is. */
    static String offsets(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("earliest") || word.equals("latest")) {
            return word;
        }
        object(text);
        return text;
    }

    static JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new IllegalArgumentException("no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
