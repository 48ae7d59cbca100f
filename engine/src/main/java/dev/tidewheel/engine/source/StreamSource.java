package dev.tidewheel.engine.source;

import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A source that grows. Positions are small JSON texts that only the source understands; null is the beginning. A source
 * keeps no state of its own that a restart could lose: all that it needs is in the positions. Used by one thread at a
 * time. Trouble that the user can mend is a {@link dev.tidewheel.model.error.PipelineException}.
 */
public interface StreamSource extends AutoCloseable {

    /** What a row looks like. */
    StructType schema();

    /** What is there now beyond the position; a triggered run takes this and no more. */
    Backlog look(@Nullable String position);

    /**
     * End position of the next batch.
     *
     * @param position where the last batch ended, null at the beginning
     * @param horizon from {@link #look}; the batch does not reach beyond it, and rate limits are respected
     * @return empty if nothing is left before the horizon
     */
    Optional<String> advance(@Nullable String position, Backlog horizon);

    /** Exactly the rows between two positions as a batch plan; the same after a restart. */
    LogicalPlan rows(@Nullable String start, String end);

    /**
     * Is there anything beyond the position? Asked for plans, too, so that nothing may be taken from the source; one that
     * cannot tell without that says yes.
     */
    default boolean hasNews(@Nullable String position) {
        return !look(position).isEmpty();
    }

    /**
     * Everything up to the position is in the target. What was before it is asked for again only if the target is
     * restored to an older version. A crash may come between the commit and this call.
     */
    default void committed(String position) {}

    /**
     * What of everything up to a position the source could give again. Asked for plans, so that nothing may be changed; may
     * take as long as a listing.
     */
    default Replay replay(String position) {
        return Replay.UNKNOWN;
    }

    /** Gives back what the source holds open; never throws. */
    @Override
    default void close() {}
}
