package dev.tidewheel.engine.graph;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import java.util.Set;

/** Sources whose connectors are in a module of their own, which is not here. Stateless. */
final class MissingConnector {

    private static final Set<String> FUNCTIONS = Set.of(
            "read_kafka", "read_eventhubs", "read_jdbc", "read_mqtt", "read_kinesis", "read_pubsub", "read_pulsar");

    private MissingConnector() {}

    /** What is wrong with the function, if it is one of them. */
    static Optional<Problem> of(String function) {
        return Optional.of(function)
                .filter(FUNCTIONS::contains)
                .map(name -> Problem.of(
                                ErrorCode.FEATURE_NOT_SUPPORTED, "`" + name + "` needs a connector that is not here")
                        .remedy("put tidewheel-connectors on the class path"));
    }
}
