package dev.tidewheel.engine.session;

import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Where queries keep their state: in RocksDB, outside of the heap, so that state may be larger than memory; of each batch the
 * changes are written, not the whole. That is what Databricks does from its runtime 17.3 on, while Spark keeps all state in
 * the heap. A query that has begun with another store goes on with it: its checkpoint says with which.
 */
public final class StateSettings {
    private static final String STORE = "spark.sql.streaming.stateStore.";
    private static final String PROVIDER = STORE + "providerClass";
    private static final String ROCKS = STORE + "rocksdb.";

    private static final Map<String, String> DEFAULTS = Map.of(
            PROVIDER,
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider",
            ROCKS + "changelogCheckpointing.enabled",
            "true",
            // all stores of a process share its buffers, half a gigabyte unless set; each would take its own without
            ROCKS + "boundedMemoryUsage",
            "true");

    private static final String MAINTENANCE = STORE + "maintenanceInterval";

    /**
     * Each round of a flow is a query with stores of its own, and only the maintenance closes those of queries that are over:
     * with Spark's minute there are a minute's worth of them. On a cluster it lists the folders of hundreds of stores each time.
     */
    private static final String LOCAL_MAINTENANCE = "10s";

    private StateSettings() {}

    /** Sets what the user has not; nothing if the user has chosen a store. */
    public static void applyTo(SparkSession session) {
        // asked of the session itself: Spark's own default does not count
        SQLConf set = session.sessionState().conf();
        if (set.contains(PROVIDER)) {
            return;
        }
        DEFAULTS.forEach((key, value) -> setUnlessSet(session, set, key, value));
        if (session.sparkContext().isLocal()) {
            setUnlessSet(session, set, MAINTENANCE, LOCAL_MAINTENANCE);
        }
    }

    private static void setUnlessSet(SparkSession session, SQLConf set, String key, String value) {
        if (!set.contains(key)) {
            session.conf().set(key, value);
        }
    }
}
