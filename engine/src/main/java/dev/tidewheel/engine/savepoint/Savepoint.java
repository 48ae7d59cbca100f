package dev.tidewheel.engine.savepoint;

import dev.tidewheel.model.name.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A moment to which tables can go back. Immutable.
 *
 * @param name unique within the storage
 * @param pipeline id of the one that made it; empty if it was made before that was written down
 * @param created when it was made
 * @param reason why, in words
 * @param updateId of the update that made it, empty if a person did
 * @param tables that it holds
 * @param sinks flows into sinks that began anew at that moment; rows that a sink was given cannot be taken back, so they
 *     are here only for the sake of their checkpoints
 */
public record Savepoint(
        String name,
        String pipeline,
        Instant created,
        String reason,
        String updateId,
        List<SavedTable> tables,
        List<SavedFlow> sinks) {

    public Savepoint {
        tables = List.copyOf(tables);
        sinks = List.copyOf(sinks);
    }

    /** False if another pipeline on the same storage made it. */
    boolean isOf(String id) {
        return pipeline.isEmpty() || pipeline.equals(id);
    }

    /** The table as it was; empty if the savepoint does not hold it. */
    public Optional<SavedTable> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }
}
