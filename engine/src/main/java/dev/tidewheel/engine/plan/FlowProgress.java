package dev.tidewheel.engine.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.name.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a flow has come; stored in its target's Delta log, in the commit that wrote the rows.
 *
 * @param generation rises with each full refresh; names the checkpoint
 * @param batch number of the last batch, -1 before the first
 * @param positions where each source ended, by the key of the input
 * @param done true for a flow that runs once and has
 */
public record FlowProgress(int generation, long batch, Map<String, String> positions, boolean done) {

    /** Of a flow that never ran. */
    public static final FlowProgress NONE = new FlowProgress(0, -1, Map.of(), false);

    private static final String PREFIX = "tidewheel.flow.";
    private static final ObjectMapper JSON = new ObjectMapper();

    public FlowProgress {
        positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
    }

    /** Name of the domain that holds the progress of {@code flow}. */
    public static String domain(TableName flow) {
        return PREFIX + flow.toString().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Progress at the beginning again, as domains, for flows whose progress is stored but that are no longer defined:
     * should one come back after a full refresh, it has its rows to write again.
     *
     * @param defined flows that the table has now
     */
    public static Map<String, String> resetOthers(Map<String, String> domains, Set<TableName> defined) {
        Set<String> kept = defined.stream().map(FlowProgress::domain).collect(Collectors.toSet());
        Map<String, String> reset = new LinkedHashMap<>();
        domains.forEach((domain, text) -> {
            if (domain.startsWith(PREFIX) && !kept.contains(domain)) {
                reset.put(domain, parse(text).reset().toJson());
            }
        });
        return reset;
    }

    /** Progress of all flows that a table with these domains knows of, by the flow; also of those no longer defined. */
    public static Map<TableName, FlowProgress> all(Map<String, String> domains) {
        Map<TableName, FlowProgress> all = new TreeMap<>();
        domains.forEach((domain, text) -> {
            if (domain.startsWith(PREFIX)) {
                // a dot within a part of a name would be taken for another one: it only names folders then
                String[] parts = domain.substring(PREFIX.length()).split("\\.", 3);
                if (parts.length == 3) {
                    all.put(new TableName(parts[0], parts[1], parts[2]), parse(text));
                }
            }
        });
        return all;
    }

    /** True if the flow has rows in its target, or may have. */
    public boolean hasWritten() {
        return batch >= 0 || done;
    }

    /** The highest generation of a table's flows, 0 if there are none. */
    public static int generation(Map<String, String> domains) {
        return domains.entrySet().stream()
                .filter(domain -> domain.getKey().startsWith(PREFIX))
                .mapToInt(domain -> parse(domain.getValue()).generation())
                .max()
                .orElse(0);
    }

    /** The progress stored under {@link #domain}; {@link #NONE} if there is none. */
    public static FlowProgress read(Map<String, String> domains, TableName flow) {
        String text = domains.get(domain(flow));
        return text == null ? NONE : parse(text);
    }

    static FlowProgress parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, String> positions = new LinkedHashMap<>();
            node.path("positions")
                    .properties()
                    .forEach(entry ->
                            positions.put(entry.getKey(), entry.getValue().asText()));
            return new FlowProgress(
                    node.path("generation").asInt(),
                    node.path("batch").asLong(-1),
                    positions,
                    node.path("done").asBoolean());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the progress of a flow is not readable: " + text, e);
        }
    }

    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("generation", generation);
        node.put("batch", batch);
        ObjectNode stored = node.putObject("positions");
        positions.forEach(stored::put);
        node.put("done", done);
        return node.toString();
    }

    /** After one more batch that ended at these positions; sources not named stay where they were. */
    public FlowProgress advanced(Map<String, String> ends) {
        Map<String, String> all = new LinkedHashMap<>(positions);
        all.putAll(ends);
        return new FlowProgress(generation, batch + 1, all, done);
    }

    /** The same without the positions in these sources. */
    public FlowProgress without(Set<String> sources) {
        Map<String, String> left = new TreeMap<>(positions);
        left.keySet().removeAll(sources);
        return new FlowProgress(generation, batch, left, done);
    }

    public FlowProgress finished() {
        return new FlowProgress(generation, batch + 1, positions, true);
    }

    /** The same, with the checkpoint of another generation. */
    public FlowProgress inGeneration(int newGeneration) {
        return new FlowProgress(newGeneration, batch, positions, done);
    }

    /** True for domains that hold the progress of a flow. */
    public static boolean isProgress(String domain) {
        return domain.startsWith(PREFIX);
    }

    /** At the beginning again, for a full refresh. */
    public FlowProgress reset() {
        return new FlowProgress(generation + 1, -1, Map.of(), false);
    }
}
