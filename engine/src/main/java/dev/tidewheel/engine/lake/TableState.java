package dev.tidewheel.engine.lake;

import io.delta.kernel.internal.SnapshotImpl;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of a table at one version.
 *
 * @param transactions latest version by application, as far as looked up; -1 for none
 */
record TableState(
        SnapshotImpl kernel, TableSnapshot view, LogStamp stamp, ConcurrentHashMap<String, Long> transactions) {

    TableState(SnapshotImpl kernel, TableSnapshot view, LogStamp stamp, Map<String, Long> transactions) {
        this(kernel, view, stamp, new ConcurrentHashMap<>(transactions));
    }
}
