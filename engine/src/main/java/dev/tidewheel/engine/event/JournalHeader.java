package dev.tidewheel.engine.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.event.json.OriginJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first line of a segment: what must be known of all events before it, as those may be gone from the journal.
 *
 * @param position place of the last event before
 * @param openUpdates that had begun and not ended
 */
record JournalHeader(long position, List<UnfinishedUpdate> openUpdates) {
    private static final String KEY = "tidewheel_journal";
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    JournalHeader {
        openUpdates = List.copyOf(openUpdates);
    }

    static boolean isHeader(String line) {
        return line.startsWith("{\"" + KEY + "\"");
    }

    String write() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put(KEY, VERSION);
        json.put("position", position);
        var updates = json.putArray("open_updates");
        for (UnfinishedUpdate update : openUpdates) {
            ObjectNode one = updates.addObject();
            one.set("origin", OriginJson.write(update.origin()));
            one.put("state", update.state().name());
            one.put("last_seen", update.lastSeen().toString());
        }
        return json.toString();
    }

    static Optional<JournalHeader> read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            List<UnfinishedUpdate> updates = new ArrayList<>();
            for (JsonNode one : json.path("open_updates")) {
                Origin origin = OriginJson.read(one.path("origin"));
                UpdateState state = UpdateState.valueOf(one.path("state").asText());
                updates.add(new UnfinishedUpdate(
                        origin, state, Instant.parse(one.path("last_seen").asText())));
            }
            return Optional.of(new JournalHeader(json.path("position").asLong(), updates));
        } catch (JsonProcessingException | IllegalArgumentException | java.time.DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
