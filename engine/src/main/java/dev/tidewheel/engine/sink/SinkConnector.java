package dev.tidewheel.engine.sink;

import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * A kind of sink that Spark does not have, or whose options mean more here than to Spark. Found through {@link
 * java.util.ServiceLoader}. Implementations are stateless and safe for several threads.
 */
public interface SinkConnector {

    /** The formats of sinks that it writes, in lower case. */
    Set<String> formats();

    /** What is wrong with the options; nothing is connected to. Options may hold references to secrets. */
    List<Problem> check(SinkTarget.DataSource sink);

    /**
     * What is wrong with the rows that a flow gives; nothing is connected to. Called if the options are right.
     *
     * @param rows their columns
     */
    default List<Problem> check(SinkTarget.DataSource sink, StructType rows) {
        return List.of();
    }

    /** Options that are paths: they begin at the folder of the pipeline, and mounts apply. */
    default Set<String> paths() {
        return Set.of();
    }

    /**
     * Where the rows of one flow really go: a data source of Spark's, or a handler of batches.
     *
     * @param sink with the values of secrets in its options; these must not get into messages
     * @param flow full name of the flow that writes
     */
    SinkTarget open(SinkTarget.DataSource sink, String flow);
}
