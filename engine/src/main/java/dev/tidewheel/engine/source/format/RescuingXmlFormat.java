package dev.tidewheel.engine.source.format;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.xml.XmlOptions;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.xml.XmlFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's XML format with a column of rescued data. */
final class RescuingXmlFormat extends XmlFileFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isSplitable(
            SparkSession session, scala.collection.immutable.Map<String, String> options, Path path) {
        return false;
    }

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
        XmlOptions parsed =
                new XmlOptions(options, settings.sessionLocalTimeZone(), settings.columnNameOfCorruptRecord(), true);
        Map<String, String> javaOptions = CollectionConverters.asJava(options);
        @Nullable String rescued = javaOptions.get(ReaderOption.RESCUED_DATA_COLUMN);
        Broadcast<SerializableConfiguration> hadoop =
                SerializableConfiguration.broadcast(session.sparkContext(), configuration);
        return new RescuingXmlReader(
                parsed,
                RecordColumns.of(dataSchema, requiredSchema, rescued, parsed.columnNameOfCorruptRecord()),
                rescued != null,
                ReaderOption.isCaseSensitive(javaOptions),
                NewColumns.watched(javaOptions, parsed.columnNameOfCorruptRecord(), dataSchema, partitionSchema)
                        .orElse(null),
                BadRecords.wanted(javaOptions, hadoop).orElse(null),
                hadoop);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RescuingXmlFormat;
    }

    @Override
    public int hashCode() {
        return RescuingXmlFormat.class.hashCode();
    }
}
