package dev.tidewheel.connector.kafka;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Which topics and partitions are read. */
sealed interface TopicSelection {

    /** A text that is the same for the same selection. */
    String text();

    /** Topics by name, with all of their partitions. */
    record Named(Set<String> topics) implements TopicSelection {
        public Named {
            topics = Set.copyOf(topics);
        }

        @Override
        public String text() {
            return String.join(",", new TreeSet<>(topics));
        }
    }

    /** All topics whose names match, those that come later too. */
    record Matching(Pattern pattern) implements TopicSelection {
        @Override
        public String text() {
            return "/" + pattern + "/";
        }
    }

    /** These partitions only. */
    record Assigned(List<TopicPartition> partitions) implements TopicSelection {
        public Assigned {
            partitions = List.copyOf(partitions);
        }

        @Override
        public String text() {
            return partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(","));
        }
    }
}
