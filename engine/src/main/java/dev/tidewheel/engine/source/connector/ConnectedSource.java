package dev.tidewheel.engine.source.connector;

import dev.tidewheel.engine.source.StreamSource;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;

/**
 * A source of a connector, with the options of one query. Immutable, and safe for several threads. Trouble that the user
 * can mend is a {@link dev.tidewheel.model.error.PipelineException}.
 */
public interface ConnectedSource {

    /** What people call it, such as {@code kafka:orders}. Holds no secrets. */
    String label();

    /**
     * Identity of the source within a flow: a stream goes on where it was for as long as this stays. Options that do not
     * say which rows there are do not belong here, and secrets do not.
     */
    String key();

    /**
     * True if this source goes on where one with another key has ended, because only the way to it has changed, such as
     * the addresses of brokers.
     */
    default boolean continues(String formerKey) {
        return false;
    }

    /** What a row looks like. May ask the source. */
    StructType schema();

    /** True if {@link #schema} depends on the options only, so that it need not be asked for again. */
    default boolean hasFixedSchema() {
        return true;
    }

    /**
     * The rows as a stream.
     *
     * @param folder of the flow's checkpoint for this source alone, not made yet; any Hadoop file system
     */
    StreamSource stream(String folder);

    /** All rows that are there now, as a batch plan. */
    LogicalPlan batch();

    /**
     * A text that changes when {@link #batch} may give other rows.
     *
     * @return empty if that cannot be told without reading them
     */
    default Optional<String> version() {
        return Optional.empty();
    }
}
