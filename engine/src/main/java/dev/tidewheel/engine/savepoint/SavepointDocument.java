package dev.tidewheel.engine.savepoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.name.TableName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The savepoints of a storage as one document of JSON. Stateless. */
final class SavepointDocument {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SavepointDocument() {}

    static String write(List<Savepoint> savepoints) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode all = root.putArray("savepoints");
        for (Savepoint savepoint : savepoints) {
            ObjectNode node = all.addObject();
            node.put("name", savepoint.name());
            node.put("pipeline", savepoint.pipeline());
            node.put("created", savepoint.created().toString());
            node.put("reason", savepoint.reason());
            node.put("update_id", savepoint.updateId());
            ArrayNode tables = node.putArray("tables");
            for (SavedTable table : savepoint.tables()) {
                ObjectNode saved = tables.addObject();
                name(saved.putArray("name"), table.name());
                saved.put("path", table.path());
                saved.put("table_id", table.tableId());
                saved.put("version", table.version());
                saved.put("rows", table.rows());
                saved.put("bytes", table.bytes());
                flows(saved.putArray("flows"), table.flows());
            }
            flows(node.putArray("sinks"), savepoint.sinks());
        }
        return root.toString();
    }

    private static void flows(ArrayNode into, List<SavedFlow> flows) {
        for (SavedFlow flow : flows) {
            ObjectNode node = into.addObject();
            name(node.putArray("target"), flow.target());
            name(node.putArray("flow"), flow.flow());
            node.put("generation", flow.generation());
            node.put("batch", flow.batch());
            node.put("kept", flow.kept());
            node.put("copied", flow.copied());
        }
    }

    private static void name(ArrayNode into, TableName name) {
        into.add(name.catalog()).add(name.schema()).add(name.name());
    }

    static List<Savepoint> read(String json) {
        try {
            List<Savepoint> savepoints = new ArrayList<>();
            for (JsonNode node : MAPPER.readTree(json).path("savepoints")) {
                List<SavedTable> tables = new ArrayList<>();
                for (JsonNode table : node.path("tables")) {
                    tables.add(new SavedTable(
                            name(table.path("name")),
                            table.path("path").asText(),
                            table.path("table_id").asText(),
                            table.path("version").asLong(),
                            table.path("rows").asLong(-1),
                            table.path("bytes").asLong(),
                            flows(table.path("flows"))));
                }
                savepoints.add(new Savepoint(
                        node.path("name").asText(),
                        node.path("pipeline").asText(),
                        Instant.parse(node.path("created").asText()),
                        node.path("reason").asText(),
                        node.path("update_id").asText(),
                        tables,
                        flows(node.path("sinks"))));
            }
            return savepoints;
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalStateException("the document of savepoints is not readable", e);
        }
    }

    private static List<SavedFlow> flows(JsonNode nodes) {
        List<SavedFlow> flows = new ArrayList<>();
        for (JsonNode node : nodes) {
            flows.add(new SavedFlow(
                    name(node.path("target")),
                    name(node.path("flow")),
                    node.path("generation").asInt(),
                    node.path("batch").asLong(-1),
                    node.path("kept").asBoolean(),
                    node.path("copied").asBoolean()));
        }
        return flows;
    }

    private static TableName name(JsonNode parts) {
        return new TableName(
                parts.path(0).asText(), parts.path(1).asText(), parts.path(2).asText());
    }
}
