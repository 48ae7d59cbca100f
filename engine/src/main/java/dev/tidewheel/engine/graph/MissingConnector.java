package dev.tidewheel.engine.graph;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.Map;
import java.util.Optional;

/** Sources that people know from elsewhere and whose connectors do not come with the engine. Stateless. */
final class MissingConnector {

    /** What to add, by the name of the function. */
    private static final Map<String, String> WANTED = Map.of(
            "read_kafka",
            "put tidewheel-connectors on the class path",
            "read_kinesis",
            "add a connector such as software.amazon.connectors:spark-sql-kinesis-connector to the libraries, and read it"
                    + " as STREAM read_source('aws-kinesis', …)",
            "read_pulsar",
            "add a connector such as io.streamnative.connectors:pulsar-spark-connector to the libraries, and read it as"
                    + " STREAM read_source('pulsar', …)",
            "read_pubsub",
            "there is no open connector for Pub/Sub: let a subscription write to Cloud Storage and read the files, or write"
                    + " a Python data source");

    private MissingConnector() {}

    /** What is wrong with the function, if it is one of them. */
    static Optional<Problem> of(String function) {
        return Optional.ofNullable(WANTED.get(function))
                .map(remedy -> Problem.of(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "`" + function + "` needs a connector that is not here")
                        .remedy(remedy));
    }
}
