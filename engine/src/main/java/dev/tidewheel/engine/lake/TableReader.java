package dev.tidewheel.engine.lake;

import io.delta.kernel.internal.SnapshotImpl;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;

/** Plans over the files of a table, made on the driver from the log alone. */
final class TableReader {
    private final SparkSession session;
    private final TableStates states;

    TableReader(SparkSession session, TableStates states) {
        this.session = session;
        this.states = states;
    }

    LogicalPlan scan(TableSnapshot snapshot) {
        SnapshotImpl kernel = states.kernel(snapshot);
        if (!LightRules.canRead(kernel)) {
            return DeltaRows.scan(session, snapshot);
        }
        return relation(snapshot, () -> states.files(kernel));
    }

    LogicalPlan scanFiles(TableSnapshot snapshot, List<DataFile> files) {
        // a feature of the table stays once it is there, so the latest state knows what these files may need
        boolean plain = states.current(snapshot.path())
                .map(state -> LightRules.canRead(state.kernel()))
                .orElse(false);
        if (!plain) {
            return DeltaRows.scanFiles(session, snapshot, files);
        }
        List<DataFile> fixed = List.copyOf(files);
        return relation(snapshot, () -> fixed);
    }

    private LogicalPlan relation(TableSnapshot snapshot, Supplier<List<DataFile>> files) {
        StructType schema = FieldMetadata.forReaders(snapshot.schema());
        StructType partitions = new StructType(
                snapshot.partitionColumns().stream().map(schema::apply).toArray(StructField[]::new));
        HadoopFsRelation relation = new HadoopFsRelation(
                new LogFileIndex(
                        snapshot.path(),
                        snapshot.version(),
                        partitions,
                        session.sessionState().conf().sessionLocalTimeZone(),
                        files),
                partitions,
                // all columns, so that partition columns keep their places
                schema,
                Option.empty(),
                new ParquetFileFormat(),
                Map$.MODULE$.empty(),
                session);
        return LogicalRelation$.MODULE$.apply(relation, false);
    }
}
