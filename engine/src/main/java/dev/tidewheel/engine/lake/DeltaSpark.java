package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.TypeWideningMetadata;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.DomainMetadata;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.delta.schema.InvariantViolationException;
import org.apache.spark.sql.delta.skipping.clustering.ClusteredTableUtils;
import org.apache.spark.sql.delta.skipping.clustering.ClusteringColumn;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes through delta-spark, for tables whose promises only it can keep: constraints, generated and identity columns,
 * defaults, column mapping, change feed. Everything of a write still is one commit.
 */
final class DeltaSpark {
    private final SparkSession session;
    private final TableStates states;

    DeltaSpark(SparkSession session, TableStates states) {
        this.session = session;
        this.states = states;
    }

    WriteResult create(String table, TableLayout layout, CommitNote note) {
        return write(table, note, transaction -> {
            if (transaction.snapshot().version() >= 0) {
                return Written.nothing();
            }
            return new Written(describe(transaction, layout, null), Map.of());
        });
    }

    WriteResult append(TableState base, LogicalPlan rows, CommitNote note) {
        String table = base.view().path();
        return write(table, note, transaction -> {
            TableSnapshot view = base.view();
            return computed(() -> writeRows(transaction, table, rows, view.schema()));
        });
    }

    WriteResult replace(
            String table, @Nullable TableState found, TableLayout layout, LogicalPlan rows, CommitNote note) {
        @Nullable TableState base = found;
        if (base == null && hasIdentity(layout.schema())) {
            // In the transaction that makes a table, delta-spark forgets the features that were asked for when it notes
            // down how far an identity column has counted.
            create(table, layout, CommitNote.of("CREATE TABLE"));
            base = states.current(table).orElse(null);
        }
        return replaceRows(table, base, layout, rows, note);
    }

    private static boolean hasIdentity(StructType schema) {
        return has(schema, "delta.identity.start");
    }

    private static boolean has(StructType schema, String key) {
        return Arrays.stream(schema.fields()).anyMatch(field -> field.metadata().contains(key));
    }

    private WriteResult replaceRows(
            String table, @Nullable TableState base, TableLayout layout, LogicalPlan rows, CommitNote note) {
        return write(table, note, transaction -> {
            List<Action> actions = new ArrayList<>();
            if (transaction.snapshot().version() >= 0) {
                CollectionConverters.asJava(transaction.filterFiles()).forEach(file -> actions.add(file.remove()));
            }
            actions.addAll(describe(transaction, layout, base));
            Written written = computed(() -> writeRows(transaction, table, rows, layout.schema()));
            actions.addAll(written.actions());
            return new Written(actions, written.observed());
        });
    }

    WriteResult replaceWhere(TableState base, String predicate, LogicalPlan rows, CommitNote note) {
        String table = base.view().path();
        return write(table, note, transaction -> computed(() -> writeReplacement(transaction, base, predicate, rows)));
    }

    private Written writeReplacement(
            OptimisticTransaction transaction, TableState base, String predicate, LogicalPlan rows) {
        Dataset<Row> data =
                DeltaRows.align(session, base.view().path(), rows, base.view().schema());
        scala.collection.immutable.Map<String, String> options =
                Map$.MODULE$.<String, String>empty().updated("replaceWhere", predicate);
        WriteIntoDelta write = DeltaRows.replaceWhere(
                transaction.deltaLog(),
                SaveMode.Overwrite,
                new DeltaOptions(options, session.sessionState().conf()),
                data);
        List<Action> actions = new ArrayList<>();
        try (ObservedMetrics metrics = ObservedMetrics.listen(session, rows)) {
            CollectionConverters.asJava(write.writeAndReturnCommitData(transaction, session, Option.empty(), false)
                            .actions())
                    .forEach(actions::add);
            return new Written(actions, metrics.await());
        }
    }

    /** Gives the table these data files, which are there already, and no others. */
    WriteResult assemble(TableState base, TableLayout layout, List<DataFile> files, CommitNote note) {
        return write(base.view().path(), note, transaction -> {
            Map<String, DataFile> wanted = new LinkedHashMap<>();
            files.forEach(file -> wanted.put(file.path() + " " + DeletionVectors.key(file.deletionVector()), file));
            List<Action> actions = new ArrayList<>();
            for (AddFile file : CollectionConverters.asJava(transaction.filterFiles())) {
                String vector = file.deletionVector() == null
                        ? ""
                        : file.deletionVector().pathOrInlineDv();
                if (wanted.remove(file.path() + " " + vector) == null) {
                    actions.add(file.remove());
                }
            }
            wanted.values().forEach(file -> actions.add(Action.fromJson(LogFiles.addJson(file))));
            actions.addAll(describe(transaction, layout, base));
            return new Written(actions, Map.of());
        });
    }

    /** Writes a checkpoint of the log as it is now. */
    void checkpoint(String table) {
        session.withActive(() -> {
            DeltaLog log = DeltaLog.forTable(session, new Path(table));
            log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
            return table;
        });
    }

    WriteResult evolve(TableState base, TableLayout layout, CommitNote note) {
        return write(base.view().path(), note, transaction -> {
            StructType wider = TypeWideningMetadata.addTypeWideningMetadata(
                    transaction, layout.schema(), transaction.metadata().schema());
            TableLayout widened = new TableLayout(
                    wider,
                    layout.partitionColumns(),
                    layout.clusteringColumns(),
                    layout.properties(),
                    layout.comment());
            return new Written(describe(transaction, widened, base), Map.of());
        });
    }

    /** Sets the transaction's metadata and returns what else makes the layout. */
    private static List<Action> describe(
            OptimisticTransaction transaction, TableLayout layout, @Nullable TableState base) {
        KernelLayout.checkColumns(layout);
        Metadata old = transaction.snapshot().version() < 0 ? null : transaction.metadata();
        // Delta keeps some of its own among the properties, and lets nobody else set them
        Map<String, String> properties = new HashMap<>(layout.properties());
        Map<String, String> stored = old == null ? Map.of() : CollectionConverters.asJava(old.configuration());
        properties.entrySet().retainAll(stored.entrySet());
        Map<String, String> changed = new HashMap<>(layout.properties());
        changed.keySet().removeAll(properties.keySet());
        properties.putAll(TableProperties.validated(changed));
        properties.put("delta.feature.domainMetadata", "supported");
        boolean clustered = !layout.clusteringColumns().isEmpty();
        if (clustered) {
            properties.put("delta.feature.clustering", "supported");
        }
        scala.collection.immutable.Map<String, String> configuration = Map$.MODULE$.empty();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            configuration = configuration.updated(property.getKey(), property.getValue());
        }
        Metadata metadata = new Metadata(
                old == null ? UUID.randomUUID().toString() : old.id(),
                old == null ? null : old.name(),
                layout.comment(),
                new Format("parquet", Map$.MODULE$.empty()),
                CharVarcharUtils.replaceCharVarcharWithStringInSchema(layout.schema())
                        .json(),
                CollectionConverters.asScala(layout.partitionColumns()).toSeq(),
                configuration,
                old == null ? Option.apply((Object) System.currentTimeMillis()) : old.createdTime());
        if (old == null) {
            transaction.updateMetadataForNewTable(metadata);
        } else {
            allow(transaction, layout.schema());
            transaction.updateMetadata(metadata, false);
        }
        boolean wasClustered = base != null && !base.view().clusteringColumns().isEmpty();
        if (!clustered && !wasClustered) {
            return List.of();
        }
        List<ClusteringColumn> columns = new ArrayList<>();
        layout.clusteringColumns()
                .forEach(column -> columns.add(
                        ClusteringColumn.apply(transaction.metadata().schema(), column)));
        return List.of(ClusteredTableUtils.createDomainMetadata(
                CollectionConverters.asScala(columns).toSeq()));
    }

    /**
     * Lets a table that is there have numbered and computed columns. Delta sees to that by itself for new ones only: from others
     * it takes what makes them so.
     */
    private static void allow(OptimisticTransaction transaction, StructType schema) {
        List<String> features = new ArrayList<>();
        if (hasIdentity(schema)) {
            features.add("\"identityColumns\"");
        }
        if (has(schema, "delta.generationExpression")) {
            features.add("\"generatedColumns\"");
        }
        if (!features.isEmpty()) {
            Protocol now = transaction.protocol();
            Protocol needed = (Protocol) Action.fromJson("{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,"
                    + "\"writerFeatures\":" + features + "}}");
            Protocol merged =
                    needed.merge(CollectionConverters.asScala(List.of(now)).toSeq());
            if (!merged.equals(now)) {
                transaction.updateProtocol(merged);
            }
        }
    }

    private Written writeRows(OptimisticTransaction transaction, String table, LogicalPlan rows, StructType schema) {
        Dataset<Row> data = DeltaRows.align(session, table, rows, schema);
        List<Action> actions = new ArrayList<>();
        try (ObservedMetrics metrics = ObservedMetrics.listen(session, rows)) {
            CollectionConverters.asJava(transaction.writeFiles(data)).forEach(actions::add);
            return new Written(actions, metrics.await());
        }
    }

    private WriteResult write(String table, CommitNote note, Function<OptimisticTransaction, Written> body) {
        try {
            return session.withActive(() -> inTransaction(table, note, body));
        } catch (InvariantViolationException e) {
            throw violated(table, e);
        } catch (Exception e) {
            // Delta's exceptions are checked ones, too, but Scala does not declare them.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvariantViolationException) {
                    throw violated(table, cause);
                }
                if (cause instanceof java.util.ConcurrentModificationException) {
                    throw LakeProblems.concurrent(table, cause);
                }
            }
            throw e instanceof RowsFailed rows ? rows.failure() : LakeProblems.ofCommit(table, e);
        } finally {
            states.forget(table);
        }
    }

    private WriteResult inTransaction(String table, CommitNote note, Function<OptimisticTransaction, Written> body) {
        DeltaLog log = DeltaLog.forTable(session, new Path(table));
        log.update(false, Option.empty(), Option.empty());
        OptimisticTransaction transaction = log.startTransaction();
        if (note.appId() != null && transaction.txnVersion(note.appId()) >= note.txnVersion()) {
            return WriteResult.skipped(transaction.snapshot().version());
        }
        Written written = body.apply(transaction);
        if (written.empty()) {
            return WriteResult.skipped(transaction.snapshot().version());
        }
        List<Action> actions = new ArrayList<>(written.actions());
        if (note.appId() != null) {
            actions.add(new SetTransaction(
                    note.appId(), note.txnVersion(), Option.apply((Object) System.currentTimeMillis())));
        }
        Map<String, String> before =
                states.current(table).map(state -> state.view().domains()).orElse(Map.of());
        note.domains().forEach((name, value) -> {
            if (!value.isEmpty() || before.containsKey(name)) {
                actions.add(new DomainMetadata(name, value, value.isEmpty()));
            }
        });
        note.permission().run();
        long version = transaction.commit(CollectionConverters.asScala(actions).toSeq(), new DeltaNote(note));
        return written.result(version);
    }

    /** What fails here is the query, or what it reads, rather than the commit. */
    private static Written computed(Supplier<Written> job) {
        try {
            return job.get();
        } catch (Exception e) {
            throw new RowsFailed(e);
        }
    }

    private static PipelineException violated(String table, Throwable cause) {
        return new PipelineException(
                Problem.of(ErrorCode.TABLE_CONSTRAINT_VIOLATION, "A row breaks a constraint of the table " + table)
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("Filter or mend such rows in the query, or change the constraint"),
                cause);
    }

    /** The rows of a commit could not be had. */
    private static final class RowsFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RowsFailed(Exception cause) {
            super(cause);
        }

        /** What was thrown; a checked exception, which Scala does not declare, as the cause of an unchecked one. */
        RuntimeException failure() {
            return getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(getCause());
        }
    }

    /** What a transaction's body prepared; null actions mean that there is nothing to commit. */
    private record Written(@Nullable List<Action> prepared, Map<String, Row> observed) {
        static Written nothing() {
            return new Written(null, Map.of());
        }

        boolean empty() {
            return prepared == null;
        }

        List<Action> actions() {
            return prepared == null ? List.of() : prepared;
        }

        WriteResult result(long version) {
            long rows = 0;
            long bytes = 0;
            int files = 0;
            for (Action action : actions()) {
                if (action instanceof AddFile add) {
                    files++;
                    bytes += add.size();
                    Option<Object> count = add.numLogicalRecords();
                    rows = rows < 0 || count.isEmpty() ? -1 : rows + (Long) count.get();
                }
            }
            return new WriteResult(version, rows, bytes, files, false, false, observed);
        }
    }
}
