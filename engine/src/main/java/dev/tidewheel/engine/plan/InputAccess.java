package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.lake.DeltaStreamSource;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableChanges;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.name.TableName;
import java.util.Optional;

/** From the inputs that a resolved query names to what they are in storage. Thread-safe; writes nothing by itself. */
public final class InputAccess {

    private final Lake lake;
    private final StorageLayout storage;

    public InputAccess(Lake lake, StorageLayout storage) {
        this.lake = lake;
        this.storage = storage;
    }

    /** The latest version of a table that is read; empty if it does not exist (yet). */
    public Optional<TableSnapshot> snapshot(LeafInput input) {
        return lake.snapshot(path(input));
    }

    /**
     * A stream over an input.
     *
     * @param flow that reads
     * @param generation of the flow's checkpoint, where the source may keep documents
     */
    public StreamSource stream(LeafInput input, TableName target, TableName flow, int generation) {
        if (input instanceof LeafInput.Files files) {
            return files.source().stream(files.schema(), storage.sourceState(target, flow, generation, input.key()));
        }
        if (input instanceof LeafInput.PipelineTable table) {
            return new DeltaStreamSource(lake, path(table), table.name().toString(), table.options());
        }
        LeafInput.DeltaTable table = (LeafInput.DeltaTable) input;
        return new DeltaStreamSource(lake, table.path(), table.label(), table.options());
    }

    /** What the commits to a table that is read did. */
    TableChanges changes(LeafInput input, long afterVersion, long toVersion) {
        return lake.changes(path(input), afterVersion, toVersion);
    }

    private String path(LeafInput input) {
        if (input instanceof LeafInput.PipelineTable table) {
            return storage.table(table.name());
        }
        if (input instanceof LeafInput.DeltaTable table) {
            return table.path();
        }
        throw new IllegalArgumentException("not a table: " + input);
    }
}
