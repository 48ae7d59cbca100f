package dev.tidewheel.engine;

import dev.tidewheel.engine.plan.StorageLayout;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Where tables are that are not kept where the catalog looks. Stateless. */
final class TablePaths {

    private TablePaths() {}

    /**
     * Paths of tables with a LOCATION, and of private ones.
     *
     * @param resolve turns a written path into a real one
     */
    static Map<TableName, String> explicit(Definitions definitions, String storageRoot, UnaryOperator<String> resolve) {
        StorageLayout storage = new StorageLayout(storageRoot, Map.of());
        Map<TableName, String> paths = new HashMap<>();
        definitions.datasets().forEach(dataset -> {
            if (dataset instanceof TableDefinition table) {
                String path = table.specification().path();
                if (path != null) {
                    paths.put(table.name(), resolve.apply(path));
                } else if (table.isPrivate()) {
                    paths.put(table.name(), storage.privateTable(table.name()));
                }
            }
        });
        return paths;
    }
}
