package dev.tidewheel.engine.savepoint;

import dev.tidewheel.model.name.TableName;
import java.util.List;

/**
 * A table as it was. Progress of its flows is in that version of its log.
 *
 * @param tableId changes if the table is dropped and made anew
 * @param rows -1 if not known
 * @param flows that had written to it
 */
public record SavedTable(
        TableName name, String path, String tableId, long version, long rows, long bytes, List<SavedFlow> flows) {

    public SavedTable {
        flows = List.copyOf(flows);
    }
}
