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
 */
public record StateSignature(List<String> operators, Map<String, Long> watermarks) {

    /** Of a query that remembers nothing. */
    public static final StateSignature NONE = new StateSignature(List.of(), Map.of());

    public StateSignature {
        operators = List.copyOf(operators);
        watermarks = new LinkedHashMap<>(watermarks);
    }

    /** Of an analysed query; uses the optimizer of the session that is active in the thread. */
    static StateSignature of(LogicalPlan query) {
        return new StateReader(query).read();
    }

    static StateSignature read(JsonNode node) {
        List<String> operators = new ArrayList<>();
        node.path("state").forEach(operator -> operators.add(operator.asText()));
        Map<String, Long> watermarks = new LinkedHashMap<>();
        node.path("watermarks")
                .properties()
                .forEach(watermark ->
                        watermarks.put(watermark.getKey(), watermark.getValue().asLong()));
        return new StateSignature(operators, watermarks);
    }

    void write(ObjectNode node) {
        if (!operators.isEmpty()) {
            operators.forEach(node.putArray("state")::add);
        }
        if (!watermarks.isEmpty()) {
            watermarks.forEach(node.putObject("watermarks")::put);
        }
    }

    String words() {
        return operators.isEmpty() ? "nothing" : "`" + String.join("`, `", operators) + "`";
    }
}
