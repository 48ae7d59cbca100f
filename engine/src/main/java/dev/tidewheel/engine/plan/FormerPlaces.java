package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableLinks;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds tables that are kept where their definitions no longer say, since a {@code LOCATION} or {@code PRIVATE} came, went
 * or changed. Reads only. Thread-safe.
 */
public final class FormerPlaces {

    private final Lake lake;
    private final StorageLayout storage;
    private final TableLinks links;

    public FormerPlaces(Lake lake, StorageLayout storage, TableLinks links) {
        this.lake = lake;
        this.storage = storage;
        this.links = links;
    }

    /** What it means that nothing is stored where a table is defined to be; empty if it is new. */
    Optional<Change> moved(TableDefinition table, Owner owner) {
        String place = storage.table(table.name());
        return former(table.name(), place, owner)
                .map(stored -> Change.reset(
                        "`" + table.name().name() + "` is kept in " + stored.path() + " and would be kept in " + place,
                        "its rows do not move by themselves, and how far others have read them says nothing about"
                                + " those of another table",
                        "undo the change",
                        "move the folder to its new place while no update runs: the table then goes on as it is"));
    }

    private Optional<TableSnapshot> former(TableName name, String place, Owner owner) {
        Set<String> places = new LinkedHashSet<>();
        links.read(storage.link(name)).ifPresent(places::add);
        places.add(storage.catalogTable(name));
        places.add(storage.privateTable(name));
        places.remove(place);
        return places.stream()
                .map(lake::snapshot)
                .flatMap(Optional::stream)
                .filter(stored -> owner.owns(stored.properties()))
                .findFirst();
    }
}
