package dev.tidewheel.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/**
 * Who works on a pipeline.
 *
 * @param owner unique for each lease that was ever taken
 * @param updateId empty if it is not for an update
 * @param host for people
 * @param process for telling whether it still lives
 * @param since when the lease was taken
 * @param heartbeat last sign of life
 * @param fencing grows by one with each lease that is taken
 * @param released true if it was given back
 */
record LeaseHolder(
        String owner,
        String updateId,
        String host,
        ProcessIdentity process,
        Instant since,
        Instant heartbeat,
        long fencing,
        boolean released) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    LeaseHolder {
        Objects.requireNonNull(owner, "owner is null");
        Objects.requireNonNull(updateId, "updateId is null");
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(process, "process is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(heartbeat, "heartbeat is null");
    }

    long pid() {
        return process.pid();
    }

    LeaseHolder beatenAt(Instant now) {
        return new LeaseHolder(owner, updateId, host, process, since, now, fencing, released);
    }

    LeaseHolder releasedAt(Instant now) {
        return new LeaseHolder(owner, updateId, host, process, since, now, fencing, true);
    }

    String write() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("owner", owner);
        json.put("update_id", updateId);
        json.put("host", host);
        json.put("machine", process.machine());
        json.put("pid", process.pid());
        json.put("process_started", process.startedMillis());
        json.put("since", since.toString());
        json.put("heartbeat", heartbeat.toString());
        json.put("fencing", fencing);
        json.put("released", released);
        return json.toPrettyString();
    }

    static LeaseHolder read(String text) throws JsonProcessingException {
        JsonNode json = MAPPER.readTree(text);
        return new LeaseHolder(
                json.path("owner").asText(),
                json.path("update_id").asText(),
                json.path("host").asText(),
                new ProcessIdentity(
                        json.path("machine").asText(),
                        json.path("pid").asLong(),
                        json.path("process_started").asLong()),
                time(json, "since"),
                time(json, "heartbeat"),
                json.path("fencing").asLong(),
                json.path("released").asBoolean());
    }

    private static Instant time(JsonNode json, String field) {
        String text = json.path(field).asText();
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }
}
