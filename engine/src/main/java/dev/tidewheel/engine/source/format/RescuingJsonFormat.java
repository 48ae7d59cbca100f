package dev.tidewheel.engine.source.format;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptionsInRead;
import org.apache.spark.sql.catalyst.util.PermissiveMode$;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's JSON format with a column of rescued data. */
final class RescuingJsonFormat extends JsonFileFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            scala.collection.immutable.Map<String, String> options,
            Configuration configuration) {
        SQLConf settings = ((org.apache.spark.sql.classic.SparkSession) session)
                .sessionState()
                .conf();
        JSONOptionsInRead parsed =
                new JSONOptionsInRead(options, settings.sessionLocalTimeZone(), settings.columnNameOfCorruptRecord());
        Map<String, String> javaOptions = CollectionConverters.asJava(options);
        @Nullable String rescued = javaOptions.get(ReaderOption.RESCUED_DATA_COLUMN);
        boolean caseSensitive = ReaderOption.isCaseSensitive(javaOptions);
        RecordColumns columns =
                RecordColumns.of(dataSchema, requiredSchema, rescued, parsed.columnNameOfCorruptRecord());
        // a query that does not look at the rescued data reads as fast as one on files without such a column
        @Nullable
        NewColumns newColumns = NewColumns.watched(
                        javaOptions, parsed.columnNameOfCorruptRecord(), dataSchema, partitionSchema)
                .orElse(null);
        boolean permissive = parsed.parseMode() == PermissiveMode$.MODULE$
                && !javaOptions.containsKey(ReaderOption.BAD_RECORDS_PATH);
        if (newColumns != null && !columns.asksForRescuedData() && permissive && !requiredSchema.isEmpty()) {
            // what nobody asks for need not be parsed
            columns = columns.pruned();
        }
        Broadcast<SerializableConfiguration> hadoop =
                SerializableConfiguration.broadcast(session.sparkContext(), configuration);
        @Nullable BadRecords badRecords = BadRecords.wanted(javaOptions, hadoop).orElse(null);
        if (newColumns == null && badRecords == null && !columns.asksForRescuedData() && caseSensitive && permissive) {
            return super.buildReader(
                    session, dataSchema, partitionSchema, requiredSchema, filters, options, configuration);
        }
        return new RescuingJsonReader(
                parsed,
                columns,
                new JsonRecordParser.Reading(rescued != null, caseSensitive, newColumns, badRecords),
                hadoop);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RescuingJsonFormat;
    }

    @Override
    public int hashCode() {
        return RescuingJsonFormat.class.hashCode();
    }
}
