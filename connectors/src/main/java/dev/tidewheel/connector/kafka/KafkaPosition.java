package dev.tidewheel.connector.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a stream has come, as {@code {"orders":{"id":"…","offsets":{"0":23}}}}: offsets of the next records, and the id
 * of each topic, by which a topic is told from a later one of the same name. Immutable.
 *
 * @param ids of the topics; a topic of a broker that does not have ids is not in it
 */
record KafkaPosition(Map<TopicPartition, Long> offsets, Map<String, String> ids) {

    KafkaPosition {
        offsets = Map.copyOf(offsets);
        ids = Map.copyOf(ids);
    }

    /** @throws IllegalArgumentException if it is not such a text */
    static KafkaPosition parse(String json) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        for (Map.Entry<String, JsonNode> topic : OffsetJson.object(json).properties()) {
            JsonNode id = topic.getValue().path("id");
            if (id.isTextual()) {
                ids.put(topic.getKey(), id.textValue());
            }
            topic.getValue()
                    .path("offsets")
                    .properties()
                    .forEach(partition -> offsets.put(
                            new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
                            partition.getValue().longValue()));
        }
        return new KafkaPosition(offsets, ids);
    }

    String json() {
        Map<String, Map<Integer, Long>> topics = new TreeMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), offset));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        topics.forEach((topic, partitions) -> {
            ObjectNode node = json.putObject(topic);
            if (ids.containsKey(topic)) {
                node.put("id", ids.get(topic));
            }
            ObjectNode written = node.putObject("offsets");
            partitions.forEach((partition, offset) -> written.put(String.valueOf(partition), offset));
        });
        return json.toString();
    }

    /** The same with other offsets for some of the partitions. */
    KafkaPosition with(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> all = new LinkedHashMap<>(offsets);
        all.putAll(ends);
        return new KafkaPosition(all, ids);
    }
}
