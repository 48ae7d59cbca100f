package dev.tidewheel.engine.run;

import dev.tidewheel.engine.flow.FlowOutcome;
import dev.tidewheel.engine.flow.FlowReport;
import dev.tidewheel.model.name.TableName;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A full refresh of one table in steps: its flows write beside the table until each of them has taken all that was there,
 * then the table is given the new rows with one commit, and from then on they write into it. Readers never see a part.
 * Thread-safe.
 */
final class Rebuild {

    private final String path;
    private final String folder;
    private final Consumer<String> takeOver;
    private final Set<TableName> unfinished = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean done;

    /**
     * @param folder below {@code path}, for the new rows
     * @param flows of the table
     * @param takeOver puts the rows of the folder in the place of the table's
     */
    Rebuild(String path, String folder, Collection<TableName> flows, Consumer<String> takeOver) {
        this.path = path;
        this.folder = folder;
        this.takeOver = takeOver;
        this.unfinished.addAll(flows);
    }

    /** Runs a flow once, with the place to which it writes. The last one to come to its end is the one that takes over. */
    FlowOutcome run(TableName flow, FlowReport report, Function<String, FlowOutcome> work) {
        FlowOutcome outcome;
        boolean over;
        lock.readLock().lock();
        try {
            over = done;
            outcome = work.apply(over ? path : path + "/" + folder);
        } finally {
            lock.readLock().unlock();
        }
        if (!over && !outcome.stopped()) {
            // the right to write may be another's by now
            report.begun();
            ended(flow);
        }
        return outcome;
    }

    /** The flow has nothing left to do. */
    void ended(TableName flow) {
        lock.writeLock().lock();
        try {
            unfinished.remove(flow);
            if (!done && unfinished.isEmpty()) {
                takeOver.accept(folder);
                done = true;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
