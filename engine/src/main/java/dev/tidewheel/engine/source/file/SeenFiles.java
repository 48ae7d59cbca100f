package dev.tidewheel.engine.source.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidewheel.engine.source.listing.ListedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that were taken up to some position. Not thread-safe. */
final class SeenFiles {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Long> modifiedByPath = new HashMap<>();

    void add(Entry entry) {
        addAll(entry.files());
        addAll(entry.passedOver());
    }

    private void addAll(List<ListedFile> files) {
        files.forEach(file -> modifiedByPath.merge(file.path(), file.modified(), Math::max));
    }

    boolean contains(ListedFile file) {
        return modifiedByPath.containsKey(file.path());
    }

    /** True if the file, as it is now, was taken; false also if it was written anew since. */
    boolean containsVersion(ListedFile file) {
        @Nullable Long modified = modifiedByPath.get(file.path());
        return modified != null && file.modified() <= modified;
    }

    String toJson() {
        ArrayNode all = MAPPER.createArrayNode();
        modifiedByPath.forEach((path, modified) -> all.addArray().add(path).add(modified));
        return all.toString();
    }

    /** @throws IllegalArgumentException if the text is no such document */
    static SeenFiles fromJson(String json) {
        SeenFiles seen = new SeenFiles();
        try {
            for (JsonNode file : MAPPER.readTree(json)) {
                seen.modifiedByPath.put(file.path(0).asText(), file.path(1).asLong());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        return seen;
    }

    void putAll(SeenFiles others) {
        others.modifiedByPath.forEach((path, modified) -> modifiedByPath.merge(path, modified, Math::max));
    }
}
