package dev.tidewheel.engine.lake;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.clustering.ClusteringMetadataDomain;
import io.delta.kernel.internal.util.VectorUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The latest known state of each table, kept for as long as the log on disk has not moved. Thread-safe. */
final class TableStates {
    private final Engine engine;
    private final Configuration configuration;
    private final ConcurrentHashMap<String, TableState> known = new ConcurrentHashMap<>();
    private final FileLists files;

    TableStates(Engine engine, Configuration configuration) {
        this.engine = engine;
        this.configuration = configuration;
        this.files = new FileLists(engine);
    }

    static TableStates of(SparkSession session) {
        Configuration configuration = session.sessionState().newHadoopConf();
        return new TableStates(DefaultEngine.create(configuration), configuration);
    }

    Engine engine() {
        return engine;
    }

    /** The data files of a version, as the Kernel sees it. */
    List<DataFile> files(SnapshotImpl kernel) {
        return files.of(kernel);
    }

    Configuration configuration() {
        return configuration;
    }

    /** The one spelling of a table's path under which it is known. */
    String qualify(String path) {
        try {
            Path raw = new Path(path);
            return raw.getFileSystem(configuration).makeQualified(raw).toString();
        } catch (IOException e) {
            throw LakeProblems.io("Cannot reach " + path, e);
        }
    }

    /** The state of the table now; empty if there is no table. */
    Optional<TableState> current(String table) {
        TableState state = known.get(table);
        if (state != null && isCurrent(state)) {
            return Optional.of(state);
        }
        return load(table);
    }

    boolean isCurrent(TableSnapshot snapshot) {
        TableState state = known.get(snapshot.path());
        if (state == null || !isCurrent(state)) {
            state = load(snapshot.path()).orElse(null);
        }
        return state != null
                && state.view().version() == snapshot.version()
                && state.view().tableId().equals(snapshot.tableId());
    }

    private boolean isCurrent(TableState state) {
        try {
            return state.stamp().isCurrent(configuration);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the log of " + state.view().path(), e);
        }
    }

    /** Reads the state from the log. */
    Optional<TableState> load(String table) {
        try {
            Path log = new Path(table, "_delta_log");
            if (!log.getFileSystem(configuration).exists(log)) {
                known.remove(table);
                return Optional.empty();
            }
            SnapshotImpl kernel =
                    (SnapshotImpl) TableManager.loadSnapshot(table).build(engine);
            TableState state = stateOf(table, kernel, domains(kernel), -1, -1, Map.of());
            known.put(table, state);
            return Optional.of(state);
        } catch (TableNotFoundException e) {
            known.remove(table);
            return Optional.empty();
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the log of " + table, e);
        } catch (UncheckedIOException e) {
            throw LakeProblems.io("Cannot read the log of " + table, new IOException(e));
        } catch (KernelException | KernelEngineException e) {
            throw LakeProblems.unreadable(table, e);
        }
    }

    /** The table at a version; empty if the log does not hold it (any more). */
    Optional<TableSnapshot> at(String table, long version) {
        try {
            SnapshotImpl kernel = load(table, version);
            return Optional.of(
                    stateOf(table, kernel, domains(kernel), -1, -1, Map.of()).view());
        } catch (KernelException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the log of " + table, e);
        }
    }

    private static Map<String, String> domains(SnapshotImpl kernel) {
        return kernel.getActiveDomainMetadataMap().values().stream()
                .collect(Collectors.toMap(DomainMetadata::getDomain, DomainMetadata::getConfiguration));
    }

    /** The Kernel's view of a table at the version of a snapshot. */
    SnapshotImpl kernel(TableSnapshot snapshot) {
        TableState state = known.get(snapshot.path());
        if (state != null
                && state.view().version() == snapshot.version()
                && state.view().tableId().equals(snapshot.tableId())) {
            return state.kernel();
        }
        return load(snapshot.path(), snapshot.version());
    }

    /** The Kernel's view of a table at a version. */
    SnapshotImpl kernel(String table, long version) {
        TableState state = known.get(table);
        return state != null && state.view().version() == version && isCurrent(state)
                ? state.kernel()
                : load(table, version);
    }

    private SnapshotImpl load(String table, long version) {
        return (SnapshotImpl)
                TableManager.loadSnapshot(table).atVersion(version).build(engine);
    }

    /** Takes over the state that a commit of ours has made, so that nothing needs to be read back. */
    TableState committed(
            String table,
            SnapshotImpl kernel,
            Map<String, String> domains,
            long rows,
            long bytes,
            Map<String, Long> transactions) {
        try {
            TableState state =
                    stateOf(table, KnownSnapshot.of(engine, kernel, domains), domains, rows, bytes, transactions);
            known.merge(
                    table,
                    state,
                    (old, now) -> old.view().version() > now.view().version()
                                    && old.view().tableId().equals(now.view().tableId())
                            ? old
                            : now);
            return state;
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the log of " + table, e);
        }
    }

    /** The table as the log has it now, past all that is known. */
    SnapshotImpl fresh(String table) {
        return (SnapshotImpl) TableManager.loadSnapshot(table).build(engine);
    }

    /** Puts the Kernel's view with a shorter log behind it in the place of an equal one. */
    void refresh(String table, SnapshotImpl kernel) {
        known.computeIfPresent(
                table,
                (path, old) -> old.view().version() == kernel.getVersion()
                                && old.view()
                                        .tableId()
                                        .equals(kernel.getMetadata().getId())
                        ? new TableState(
                                KnownSnapshot.of(engine, kernel, old.view().domains()),
                                old.view(),
                                old.stamp(),
                                old.transactions())
                        : old);
    }

    void forget(String table) {
        known.remove(table);
    }

    /** Latest transaction of an application, -1 if it has none. */
    long transaction(TableState state, String appId) {
        return state.transactions()
                .computeIfAbsent(
                        appId,
                        id -> state.kernel()
                                .getLatestTransactionVersion(engine, id)
                                .orElse(-1L));
    }

    private TableState stateOf(
            String table,
            SnapshotImpl kernel,
            Map<String, String> domains,
            long rows,
            long bytes,
            Map<String, Long> transactions)
            throws IOException {
        Metadata metadata = kernel.getMetadata();
        TableSnapshot view = new TableSnapshot(
                table,
                kernel.getVersion(),
                metadata.getId(),
                (StructType) DataType.fromJson(metadata.getSchemaString()),
                VectorUtils.toJavaList(metadata.getPartitionColumns()),
                clustering(domains),
                new HashMap<>(metadata.getConfiguration()),
                metadata.getDescription().orElse(null),
                domains,
                rows,
                bytes,
                kernel.getTimestamp(engine));
        LogStamp stamp = LogStamp.of(table + "/_delta_log", kernel.getVersion(), configuration);
        return new TableState(kernel, view, stamp, transactions);
    }

    private static List<String> clustering(Map<String, String> domains) {
        String json = domains.get(ClusteringMetadataDomain.DOMAIN_NAME);
        if (json == null) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        ClusteringMetadataDomain.fromJsonConfiguration(json)
                .getClusteringColumns()
                .forEach(column -> columns.add(String.join(".", column.getNames())));
        return columns;
    }
}
