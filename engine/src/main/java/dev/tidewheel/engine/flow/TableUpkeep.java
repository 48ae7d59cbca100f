package dev.tidewheel.engine.flow;

import dev.tidewheel.engine.lake.Lake;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps tables that get small batches all the time cheap to read, by having their small files joined now and then. As in DLT,
 * the table property {@code pipelines.autoOptimize.managed} set to false leaves a table alone. Thread-safe.
 */
final class TableUpkeep {

    static final String MANAGED = "pipelines.autoOptimize.managed";

    /** About as many as there have to be for joining to be worth it. */
    private static final int BATCHES = 16;

    private final Lake lake;
    private final Map<String, Integer> batches = new ConcurrentHashMap<>();

    TableUpkeep(Lake lake) {
        this.lake = lake;
    }

    /** A flow has come to its end, with so many batches written; it writes nothing until this returns. */
    void ran(FlowWork work, int written) {
        if (written == 0 || "false".equalsIgnoreCase(work.layout().properties().get(MANAGED))) {
            return;
        }
        if (batches.merge(work.path(), written, Integer::sum) >= BATCHES) {
            batches.remove(work.path());
            lake.joinSmallFiles(work.path(), work.upkeep());
        }
    }
}
