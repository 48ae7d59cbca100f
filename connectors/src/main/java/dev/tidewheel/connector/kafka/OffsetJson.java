package dev.tidewheel.connector.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Offsets and partitions as options write them: {@code {"topic":{"0":23}}} and {@code {"topic":[0,1]}}. Stateless. */
final class OffsetJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OffsetJson() {}

    /** @throws IllegalArgumentException if the text is something else */
    static Map<TopicPartition, Long> offsets(String text) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> topic : object(text).properties()) {
            for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
                if (!partition.getValue().isIntegralNumber()) {
                    throw new IllegalArgumentException("not a number: " + partition.getValue());
                }
                offsets.put(
                        new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
                        partition.getValue().longValue());
            }
        }
        return offsets;
    }

    /** @throws IllegalArgumentException if the text is something else */
    static List<TopicPartition> partitions(String text) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> topic : object(text).properties()) {
            for (JsonNode partition : topic.getValue()) {
                if (!partition.isInt()) {
                    throw new IllegalArgumentException("not a number: " + partition);
                }
                partitions.add(new TopicPartition(topic.getKey(), partition.intValue()));
            }
        }
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("no partitions");
        }
        return partitions;
    }

    static JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("not an object: " + text);
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
