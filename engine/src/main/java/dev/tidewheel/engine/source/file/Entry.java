package dev.tidewheel.engine.source.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.source.listing.ListedFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one batch, as a document that never changes.
 *
 * @param sequence number of the entry in its chain, from 1
 * @param previous name of the entry before, null for the first one
 * @param seen names of documents with all files up to and including this entry, null if there are none
 * @param written when, milliseconds since 1970; its batch was committed right after
 * @param root folder below which the files are
 * @param files the files of the batch, in order
 * @param passedOver files that count as seen but are not read
 */
record Entry(
        long sequence,
        @Nullable String previous,
        @Nullable List<String> seen,
        long written,
        String root,
        List<ListedFile> files,
        List<ListedFile> passedOver) {
    private static final int VERSION = 2;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    Entry {
        seen = seen == null ? null : List.copyOf(seen);
        files = List.copyOf(files);
        passedOver = List.copyOf(passedOver);
    }

    String toJson() {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("version", VERSION);
        document.put("sequence", sequence);
        if (previous != null) {
            document.put("previous", previous);
        }
        if (seen != null) {
            seen.forEach(document.putArray("seen")::add);
        }
        document.put("written", written);
        document.put("root", root);
        write(document.putArray("files"), files);
        write(document.putArray("passedOver"), passedOver);
        return document.toString();
    }

    /** @throws IllegalArgumentException if the text is no such document */
    static Entry fromJson(String json) {
        JsonNode document;
        try {
            document = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        if (document.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("it was written by another version");
        }
        return new Entry(
                document.path("sequence").asLong(),
                document.hasNonNull("previous") ? document.path("previous").asText() : null,
                document.hasNonNull("seen") ? names(document.path("seen")) : null,
                document.path("written").asLong(),
                document.path("root").asText(),
                read(document.path("files")),
                read(document.path("passedOver")));
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static void write(ArrayNode array, List<ListedFile> files) {
        for (ListedFile file : files) {
            array.addArray().add(file.path()).add(file.size()).add(file.modified());
        }
    }

    private static List<ListedFile> read(JsonNode array) {
        List<ListedFile> files = new ArrayList<>();
        for (JsonNode file : array) {
            files.add(new ListedFile(
                    file.path(0).asText(), file.path(1).asLong(), file.path(2).asLong()));
        }
        return files;
    }
}
