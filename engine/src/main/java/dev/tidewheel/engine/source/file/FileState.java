package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.listing.ListedFile;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What is known of the files that streams have taken, as rows. Stateless. */
public final class FileState {
    /** One row a file. */
    public static final StructType SCHEMA = new StructType()
            .add("path", DataTypes.StringType)
            .add("size", DataTypes.LongType)
            .add("create_time", DataTypes.TimestampType)
            .add("discovery_time", DataTypes.TimestampType)
            .add("commit_time", DataTypes.TimestampType)
            .add("batch", DataTypes.LongType)
            .add("passed_over", DataTypes.BooleanType)
            .add("flow_name", DataTypes.StringType)
            .add("source_id", DataTypes.StringType);

    private FileState() {}

    /**
     * The files taken up to a position.
     *
     * @param folder where the source keeps its documents
     * @param position the one that is committed with the rows
     */
    public static List<Row> rows(
            Configuration configuration, String folder, String position, String flow, String source) {
        List<Row> rows = new ArrayList<>();
        EntryLog entries = new EntryLog(configuration, folder, Clock.systemUTC());
        entries.eachUpTo(Position.fromJson(position), (name, entry) -> {
            for (ListedFile file : entry.files()) {
                rows.add(row(file, entry, false, flow, source));
            }
            for (ListedFile file : entry.passedOver()) {
                rows.add(row(file, entry, true, flow, source));
            }
            return true;
        });
        return rows;
    }

    private static Row row(ListedFile file, Entry entry, boolean passedOver, String flow, String source) {
        Timestamp written = new Timestamp(entry.written());
        return RowFactory.create(
                file.path(),
                file.size(),
                new Timestamp(file.modified()),
                written,
                passedOver ? null : written,
                entry.sequence(),
                passedOver,
                flow,
                source);
    }
}
