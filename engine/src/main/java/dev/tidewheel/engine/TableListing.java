package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.lake.TableStatistics;
import dev.tidewheel.engine.plan.TableKind;
import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Lists the datasets of a pipeline with what is stored of them. Reads logs only; used once. */
final class TableListing {

    private final EngineParts parts;
    private final List<TableName> stored;

    /** @param stored tables that belong to the pipeline, defined or not */
    TableListing(EngineParts parts, List<TableName> stored) {
        this.parts = parts;
        this.stored = stored;
    }

    List<TableStatus> list(Definitions definitions) {
        List<TableStatus> found = new ArrayList<>();
        Set<TableName> defined = new TreeSet<>();
        for (Dataset dataset : definitions.datasets()) {
            if (dataset instanceof TableDefinition table) {
                defined.add(table.name());
                found.add(status(table.name(), TableKind.of(table).name(), "ACTIVE"));
            } else {
                found.add(new TableStatus(dataset.name().toString(), "VIEW", null, null, null, null, "ACTIVE", null));
            }
        }
        for (TableName name : stored) {
            if (!defined.contains(name)) {
                found.add(status(name, "TABLE", "INACTIVE"));
            }
        }
        return found;
    }

    private TableStatus status(TableName name, String kind, String state) {
        Optional<TableSnapshot> snapshot = parts.lake().snapshot(parts.storage().table(name));
        if (snapshot.isEmpty()) {
            return new TableStatus(name.toString(), kind, null, null, null, null, "NOT_CREATED", null);
        }
        TableStatistics statistics = parts.lake().statistics(snapshot.get());
        String storedKind = snapshot.get().properties().getOrDefault("tidewheel.kind", kind);
        return new TableStatus(
                name.toString(),
                storedKind,
                statistics.rows(),
                statistics.bytes(),
                snapshot.get().version(),
                Instant.ofEpochMilli(snapshot.get().timestamp()),
                state,
                snapshot.get().path());
    }
}
