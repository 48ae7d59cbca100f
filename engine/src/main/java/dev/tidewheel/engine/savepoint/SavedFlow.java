package dev.tidewheel.engine.savepoint;

import dev.tidewheel.model.name.TableName;

/**
 * Where the checkpoint of a flow is kept: documents of its sources, and state.
 *
 * @param target table or sink
 * @param flow its name
 * @param generation of the checkpoint
 * @param batch last batch that counts, -1 if there was none
 * @param kept false if the flow kept nothing besides its table, so that there is nothing to bring back
 * @param copied true if the savepoint has a copy, false if the generation ended with the savepoint
 */
public record SavedFlow(TableName target, TableName flow, int generation, long batch, boolean kept, boolean copied) {

    /** True if both mean the same folder. */
    boolean sameCheckpoint(SavedFlow other) {
        return !copied
                && !other.copied
                && target.equals(other.target)
                && flow.equals(other.flow)
                && generation == other.generation;
    }
}
