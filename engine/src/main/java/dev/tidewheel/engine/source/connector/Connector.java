package dev.tidewheel.engine.source.connector;

import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of source that is neither files nor Delta tables, such as a message broker or a database. Found through {@link
 * java.util.ServiceLoader}. Implementations are stateless and safe for several threads.
 */
public interface Connector {

    /** The names that {@code spark.readStream.format(…)} and {@code spark.read.format(…)} take, in lower case. */
    Set<String> formats();

    /** The table functions of SQL that read it, in lower case, such as {@code read_kafka}. */
    Set<String> functions();

    /** The option that the first argument of the functions gives if it has no name; empty if all of them need names. */
    default Optional<String> firstArgument() {
        return Optional.empty();
    }

    /**
     * A source as a query asks for it. Looks at the options only: nothing is connected to yet.
     *
     * @throws dev.tidewheel.model.error.PipelineException SOURCE_OPTION_INVALID with all that is wrong with the options
     */
    ConnectedSource open(ConnectorRequest request);

    /** What was wrong, if the error comes from what this connector reads or writes with. */
    default Optional<Problem> explain(Throwable error) {
        return Optional.empty();
    }
}
