package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.LeafInput;
import dev.tidewheel.engine.graph.ResolvedFlow;
import dev.tidewheel.engine.lake.DeltaStreamSource;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableChanges;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        if (input instanceof LeafInput.Connected connected) {
            return connected.source().stream(storage.sourceState(target, flow, generation, input.key()));
        }
        if (input instanceof LeafInput.PipelineTable table) {
            return new DeltaStreamSource(lake, path(table), table.name().toString(), table.options());
        }
        LeafInput.DeltaTable table = (LeafInput.DeltaTable) input;
        return new DeltaStreamSource(lake, table.path(), table.label(), table.options());
    }

    /**
     * {@code stored} with its positions under the keys that the flow's inputs have now. The same table can get another
     * key: it is spelt differently, or another pipeline defines it. Then the position is known by the table's id.
     */
    public FlowProgress known(ResolvedFlow flow, FlowProgress stored) {
        Set<String> keys = flow.inputs().stream().map(LeafInput::key).collect(Collectors.toSet());
        Map<String, String> positions = new LinkedHashMap<>(stored.positions());
        if (keys.containsAll(positions.keySet())) {
            return stored;
        }
        for (LeafInput input : flow.inputs()) {
            if (!input.streaming() || positions.containsKey(input.key())) {
                continue;
            }
            if (input instanceof LeafInput.Connected connected) {
                positions.keySet().stream()
                        .filter(key -> !keys.contains(key) && connected.source().continues(key))
                        .findFirst()
                        .map(positions::remove)
                        .ifPresent(position -> positions.put(input.key(), position));
                continue;
            }
            if (!input.isTable()) {
                continue;
            }
            Optional<String> id = snapshot(input).map(TableSnapshot::tableId);
            Optional<String> former = id.isEmpty()
                    ? Optional.empty()
                    : positions.entrySet().stream()
                            .filter(entry -> !keys.contains(entry.getKey()))
                            .filter(entry ->
                                    DeltaStreamSource.tableOf(entry.getValue()).equals(id))
                            .map(Map.Entry::getKey)
                            .findFirst();
            former.map(positions::remove).ifPresent(position -> positions.put(input.key(), position));
        }
        return new FlowProgress(stored.generation(), stored.batch(), positions, stored.done());
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
