package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.MAPPER;
import static dev.tidewheel.model.event.json.JsonFields.constant;
import static dev.tidewheel.model.event.json.JsonFields.number;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.string;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.ErrorDetail;
import dev.tidewheel.model.event.EventDetails;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.EventSequence;
import dev.tidewheel.model.event.MaturityLevel;
import dev.tidewheel.model.event.PipelineEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** An event as one line of JSON, and back. Stateless. */
public final class EventJson {

    private EventJson() {}

    /** One object without line breaks; its {@code details} are an object under the name of the event's type. */
    public static String write(PipelineEvent event) {
        ObjectNode json = object();
        json.put("id", event.id());
        json.set("sequence", write(event.sequence()));
        json.set("origin", OriginJson.write(event.origin()));
        json.put("timestamp", event.timestamp().toString());
        json.put("message", event.message());
        json.put("level", event.level().name());
        json.put("maturity_level", event.maturityLevel().name());
        ErrorDetail error = event.error();
        if (error != null) {
            json.set("error", ErrorJson.write(error));
        }
        json.set("details", DetailsJson.write(event.details()));
        json.put("event_type", event.eventType());
        return json.toString();
    }

    /**
     * Reads what {@link #write} wrote; fields that are not known are passed over.
     *
     * @throws IllegalArgumentException if it is not the JSON of an event
     */
    public static PipelineEvent read(String line) {
        JsonNode json = parse(line);
        if (!json.hasNonNull("id") || !json.hasNonNull("timestamp")) {
            throw new IllegalArgumentException("Not an event: " + line);
        }
        JsonNode error = json.get("error");
        return new PipelineEvent(
                string(json, "id"),
                readSequence(json.path("sequence")),
                OriginJson.read(json.path("origin")),
                readTime(string(json, "timestamp")),
                string(json, "message"),
                constant(json, "level", EventLevel.INFO),
                constant(json, "maturity_level", MaturityLevel.STABLE),
                error == null || error.isNull() ? null : ErrorJson.read(error),
                DetailsJson.read(string(json, "event_type"), json.path("details")));
    }

    /** The {@code details} column of the log: an object with the name of the event's type as its one key. */
    public static String writeDetails(EventDetails details) {
        return DetailsJson.write(details).toString();
    }

    /**
     * Reads the {@code details} column.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public static EventDetails readDetails(String eventType, String json) {
        return DetailsJson.read(eventType, parse(json));
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("Not JSON: " + failure.getOriginalMessage(), failure);
        }
    }

    private static Instant readTime(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException failure) {
            throw new IllegalArgumentException("Not a time: " + text, failure);
        }
    }

    private static ObjectNode write(EventSequence sequence) {
        ObjectNode json = object();
        ObjectNode dataPlane = json.putObject("data_plane_id");
        dataPlane.put("instance", sequence.instance());
        dataPlane.put("seq_no", sequence.number());
        json.put("control_plane_seq_no", sequence.position());
        return json;
    }

    private static EventSequence readSequence(JsonNode json) {
        JsonNode dataPlane = json.path("data_plane_id");
        return new EventSequence(
                string(dataPlane, "instance"), number(dataPlane, "seq_no"), number(json, "control_plane_seq_no"));
    }
}
