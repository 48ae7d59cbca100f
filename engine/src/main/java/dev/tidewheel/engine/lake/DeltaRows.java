package dev.tidewheel.engine.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** Rows on their way into and out of delta-spark. */
final class DeltaRows {

    private DeltaRows() {}

    /** By name into the table's columns; columns that delta-spark fills itself are left out if the rows lack them. */
    static Dataset<Row> align(SparkSession session, String table, LogicalPlan rows, StructType schema) {
        Set<String> given = new HashSet<>();
        for (String column : Dataset.ofRows(session, rows).schema().fieldNames()) {
            given.add(column.toLowerCase(Locale.ROOT));
        }
        StructType asked = new StructType(Arrays.stream(schema.fields())
                .filter(field -> given.contains(field.name().toLowerCase(Locale.ROOT)) || !filledByDelta(field))
                // delta-spark checks NOT NULL itself and names the column
                .map(field -> new StructField(
                        field.name(),
                        field.dataType(),
                        true,
                        FieldMetadata.forReaders(new StructType(new StructField[] {field}))
                                .fields()[0]
                                .metadata()))
                .toArray(StructField[]::new));
        return Dataset.ofRows(session, SparkWrite.align(session, table, rows, asked));
    }

    private static boolean filledByDelta(StructField field) {
        return field.metadata().contains("delta.generationExpression")
                || field.metadata().contains("delta.identity.start")
                || field.metadata().contains("CURRENT_DEFAULT");
    }

    static WriteIntoDelta replaceWhere(DeltaLog log, SaveMode mode, DeltaOptions options, Dataset<Row> data) {
        return new WriteIntoDelta(
                log,
                mode,
                options,
                CollectionConverters.<String>asScala(List.<String>of()).toSeq(),
                Map$.MODULE$.empty(),
                data,
                Option.empty(),
                Option.empty(),
                false);
    }

    static LogicalPlan scan(SparkSession session, TableSnapshot snapshot) {
        return ((Dataset<Row>) session.read()
                        .format("delta")
                        .option("versionAsOf", snapshot.version())
                        .load(snapshot.path()))
                .queryExecution()
                .analyzed();
    }

    static LogicalPlan scanFiles(SparkSession session, TableSnapshot snapshot, List<DataFile> files) {
        DeltaLog log = DeltaLog.forTable(session, new Path(snapshot.path()));
        Snapshot version = log.getSnapshotAt(snapshot.version(), Option.empty(), Option.empty(), false);
        List<AddFile> adds = new ArrayList<>();
        files.forEach(file -> adds.add((AddFile) Action.fromJson(LogFiles.addJson(file))));
        return ((Dataset<Row>) log.createDataFrame(
                        version, CollectionConverters.asScala(adds).toSeq(), false, Option.empty()))
                .queryExecution()
                .analyzed();
    }
}
