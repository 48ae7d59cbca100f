package dev.tidewheel.engine.source.format;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's CSV format, but with the columns of each file found by the names in its own header, so that files may have
 * different columns in different orders; with a column of rescued data; and with lines to skip before the header.
 */
final class NamedCsvFormat extends CSVFileFormat {
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
        CSVOptions parsed =
                new CSVOptions(options, false, settings.sessionLocalTimeZone(), settings.columnNameOfCorruptRecord());
        Map<String, String> javaOptions = CollectionConverters.asJava(options);
        @Nullable String rescued = javaOptions.get(ReaderOption.RESCUED_DATA_COLUMN);
        Broadcast<SerializableConfiguration> hadoop =
                SerializableConfiguration.broadcast(session.sparkContext(), configuration);
        return new NamedCsvReader(
                parsed,
                RecordColumns.of(dataSchema, requiredSchema, rescued, parsed.columnNameOfCorruptRecord()),
                rescued != null && ReaderOption.isCaseSensitive(javaOptions),
                rescued != null,
                Integer.parseInt(javaOptions.getOrDefault(ReaderOption.SKIP_ROWS, "0")),
                NewColumns.watched(javaOptions, parsed.columnNameOfCorruptRecord(), dataSchema, partitionSchema)
                        .orElse(null),
                BadRecords.wanted(javaOptions, hadoop).orElse(null),
                hadoop);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedCsvFormat;
    }

    @Override
    public int hashCode() {
        return NamedCsvFormat.class.hashCode();
    }
}
