package dev.tidewheel.engine.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * What a streaming query remembers: its operators with state, and its watermarks. Two queries with the same operators can
 * use each other's state. It is more careful than Structured Streaming, which compares numbers and types only: a group by
 * another column of the same type would mix what belongs to neither. Immutable.
 *
 * @param operators each in words, from the last to the first
 * @param watermarks delay of each, in milliseconds, by the column it is on
 * @param style of the words: those of different styles say nothing about each other
 */
public record StateSignature(List<String> operators, Map<String, Long> watermarks, int style) {

    /** Columns are known by where they come from: windows, exploded arrays, all branches of a union, another table. */
    private static final int STYLE = 2;

    /** Columns were known by the names that they have where they are read, as far as there were only projections. */
    private static final int FORMER_STYLE = 1;

    /** Of a query that remembers nothing. */
    public static final StateSignature NONE = new StateSignature(List.of(), Map.of(), STYLE);

    public StateSignature {
        operators = List.copyOf(operators);
        watermarks = new LinkedHashMap<>(watermarks);
    }

    /** Of an analysed query; uses the optimizer of the session that is active in the thread. */
    static StateSignature of(LogicalPlan query) {
        return StateReader.of(query).read(STYLE);
    }

    /** Of an analysed query, in the words of another one, so that the two can be compared. */
    static StateSignature of(LogicalPlan query, StateSignature before) {
        return before.style == STYLE ? of(query) : StateReader.former(query).read(FORMER_STYLE);
    }

    static StateSignature read(JsonNode node) {
        List<String> operators = new ArrayList<>();
        node.path("state").forEach(operator -> operators.add(operator.asText()));
        Map<String, Long> watermarks = new LinkedHashMap<>();
        node.path("watermarks")
                .properties()
                .forEach(watermark ->
                        watermarks.put(watermark.getKey(), watermark.getValue().asLong()));
        return new StateSignature(
                operators, watermarks, node.path("state_style").asInt(FORMER_STYLE));
    }

    void write(ObjectNode node) {
        if (!operators.isEmpty()) {
            operators.forEach(node.putArray("state")::add);
        }
        if (!watermarks.isEmpty()) {
            watermarks.forEach(node.putObject("watermarks")::put);
        }
        if (!operators.isEmpty() || !watermarks.isEmpty()) {
            node.put("state_style", style);
        }
    }

    String words() {
        return operators.isEmpty() ? "nothing" : "`" + String.join("`, `", operators) + "`";
    }
}
