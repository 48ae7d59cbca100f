package dev.tidewheel.engine.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.graph.FlowShape;
import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.QueryLeaves;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The definition with which a flow wrote last. Stored in the commit that holds the rows, as its progress is, or beside the
 * checkpoint of a flow that has no table; see {@code docs/spec/state.md}. Immutable.
 *
 * @param kind how its rows get into the target
 * @param fingerprint of the whole definition
 * @param query fingerprint of the query alone
 * @param inputs changes with the columns that the query is given
 * @param shape how the rows are computed
 * @param sources keys of what is read as a stream, in the order in which the query names them; of a batch query, of all
 *     that is read
 * @param rules expectations of the target, by name
 * @param state operators that remember rows, from the last to the first; empty if there are none
 * @param target what a sink is written with; empty for tables
 */
public record FlowRecord(
        String kind,
        String fingerprint,
        String query,
        String inputs,
        FlowShape shape,
        List<String> sources,
        Map<String, String> rules,
        StateSignature state,
        String target) {

    private static final String PREFIX = "tidewheel.definition.";
    private static final ObjectMapper JSON = new ObjectMapper();

    public FlowRecord {
        sources = List.copyOf(sources);
        rules = new TreeMap<>(rules);
    }

    /** Name of the domain of a table's log that holds the record of {@code flow}. */
    public static String domain(TableName flow) {
        return PREFIX + flow.toString().toLowerCase(Locale.ROOT);
    }

    /** The record in the domains of a table; empty if the flow never wrote, or wrote before there were records. */
    public static Optional<FlowRecord> read(Map<String, String> domains, TableName flow) {
        return Optional.ofNullable(domains.get(domain(flow))).map(FlowRecord::parse);
    }

    /** Of a flow as it is defined; what it remembers is looked at only if it is stateful. */
    public static FlowRecord of(ResolvedFlow flow) {
        return of(flow, "");
    }

    /** As {@link #of(ResolvedFlow)}, of a flow into a sink. */
    public static FlowRecord of(ResolvedFlow flow, String target) {
        return new FlowRecord(
                kind(flow.definition().kind()),
                flow.fingerprint(),
                flow.queryFingerprint(),
                ShortHash.of(QueryLeaves.columns(flow.query())),
                flow.shape(),
                sources(flow),
                rules(flow),
                flow.shape() == FlowShape.STATEFUL ? StateSignature.of(flow.query()) : StateSignature.NONE,
                target);
    }

    /** True if nothing of the flow's own differs, as far as can be told without looking at what it remembers. */
    boolean sameAs(ResolvedFlow flow) {
        return fingerprint.equals(flow.fingerprint())
                && kind.equals(kind(flow.definition().kind()))
                && shape == flow.shape()
                && inputs.equals(ShortHash.of(QueryLeaves.columns(flow.query())));
    }

    static String kind(FlowKind kind) {
        String name = kind.getClass().getSimpleName();
        return kind instanceof FlowKind.ReplaceWhere replace
                ? name + " " + replace.predicate().text().strip()
                : name;
    }

    static List<String> sources(ResolvedFlow flow) {
        List<LeafInput> read = flow.shape() == FlowShape.BATCH ? flow.inputs() : QueryLeaves.streams(flow.query());
        return read.stream().map(LeafInput::key).toList();
    }

    private static Map<String, String> rules(ResolvedFlow flow) {
        Map<String, String> rules = new TreeMap<>();
        for (Expectation rule : flow.watched().getOrDefault(flow.target(), List.of())) {
            rules.put(
                    rule.name(),
                    ShortHash.of(rule.condition().text().strip().replaceAll("\\s+", " ") + " " + rule.action()));
        }
        return rules;
    }

    /** What was written by {@link #toJson}. */
    public static FlowRecord parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            List<String> sources = new ArrayList<>();
            node.path("sources").forEach(source -> sources.add(source.asText()));
            Map<String, String> rules = new LinkedHashMap<>();
            node.path("expectations")
                    .properties()
                    .forEach(rule -> rules.put(rule.getKey(), rule.getValue().asText()));
            return new FlowRecord(
                    node.path("kind").asText(),
                    node.path("fingerprint").asText(),
                    node.path("query").asText(),
                    node.path("inputs").asText(),
                    FlowShape.valueOf(node.path("shape").asText()),
                    sources,
                    rules,
                    StateSignature.read(node),
                    node.path("target").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition of a flow is not readable: " + text, e);
        }
    }

    /** To be stored. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", kind);
        node.put("fingerprint", fingerprint);
        node.put("query", query);
        node.put("inputs", inputs);
        node.put("shape", shape.name());
        sources.forEach(node.putArray("sources")::add);
        if (!rules.isEmpty()) {
            rules.forEach(node.putObject("expectations")::put);
        }
        state.write(node);
        if (!target.isEmpty()) {
            node.put("target", target);
        }
        return node.toString();
    }
}
