package dev.tidewheel.engine.source.format;

import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.FileFormatKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.avro.AvroFileFormat;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.binaryfile.BinaryFileFormat;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.text.TextFileFormat;
import org.apache.spark.sql.execution.datasources.xml.XmlFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How to read files of one source with Spark; a value.
 *
 * @param format the format of all files
 * @param options for the reader, Spark's names; those of {@link ReaderOption} as well
 * @param dataColumns what is read from the content of the files, the column of rescued data included
 * @param partitionColumns what is read from the paths
 * @param columns names of all columns in the order in which they are shown
 */
public record FileScan(
        FileFormatKind format,
        Map<String, String> options,
        StructType dataColumns,
        StructType partitionColumns,
        List<String> columns) {

    public FileScan {
        Objects.requireNonNull(format, "format is null");
        options = Map.copyOf(options);
        columns = List.copyOf(columns);
    }

    /**
     * A relation over exactly these files; {@code _metadata} can be selected from it.
     *
     * @param partitionValues values of the partition columns for a file
     */
    public LogicalRelation relation(
            SparkSession session, List<ListedFile> files, Function<ListedFile, InternalRow> partitionValues) {
        HadoopFsRelation relation = new HadoopFsRelation(
                new ListedFileIndex(files, partitionColumns, partitionValues),
                partitionColumns,
                dataColumns,
                Option.empty(),
                sparkFormat(),
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options)),
                session);
        return inOrder(LogicalRelation$.MODULE$.apply(relation, false));
    }

    /** Spark puts partition columns last; the relation's output may be in any order. */
    private LogicalRelation inOrder(LogicalRelation relation) {
        List<AttributeReference> output = new ArrayList<>();
        for (String column : columns) {
            CollectionConverters.asJava(relation.output()).stream()
                    .map(AttributeReference.class::cast)
                    .filter(attribute -> attribute.name().equals(column))
                    .forEach(output::add);
        }
        return relation.copy(
                relation.relation(),
                CollectionConverters.asScala(output).toSeq(),
                relation.catalogTable(),
                relation.isStreaming(),
                relation.stream());
    }

    private FileFormat sparkFormat() {
        return switch (format) {
            case JSON -> ReaderOption.needsRescuingJson(options) ? new RescuingJsonFormat() : new JsonFileFormat();
            case CSV -> ReaderOption.needsNamedCsv(options) ? new NamedCsvFormat() : new CSVFileFormat();
            case XML -> ReaderOption.needsRescuingXml(options) ? new RescuingXmlFormat() : new XmlFileFormat();
            default -> plain(format);
        };
    }

    /** Spark's own format. */
    public static FileFormat plain(FileFormatKind format) {
        return switch (format) {
            case JSON -> new JsonFileFormat();
            case CSV -> new CSVFileFormat();
            case XML -> new XmlFileFormat();
            case PARQUET -> new ParquetFileFormat();
            case ORC -> new OrcFileFormat();
            case AVRO -> new AvroFileFormat();
            case TEXT -> new TextFileFormat();
            case BINARY_FILE -> new BinaryFileFormat();
        };
    }
}
