package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.FileScan;
import dev.tidewheel.engine.source.format.ReaderOption;
import dev.tidewheel.engine.source.header.FileHeaders;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.model.error.PipelineException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptionsInRead;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Finds the columns in the content of files. Immutable. */
final class SchemaInference {
    private final SparkSession session;
    private final Configuration configuration;
    private final FileFormatKind format;
    private final Map<String, String> options;

    /** @param options of the reader, Spark's names */
    SchemaInference(SparkSession session, FileFormatKind format, Map<String, String> options) {
        this.session = session;
        this.configuration = session.sessionState().newHadoopConf();
        this.format = format;
        this.options = options;
    }

    /** The columns that are the same for all files of such a format. */
    static StructType fixedSchema(FileFormatKind format) {
        if (format == FileFormatKind.TEXT) {
            return new StructType().add("value", DataTypes.StringType);
        }
        return new StructType()
                .add("path", DataTypes.StringType)
                .add("modificationTime", DataTypes.TimestampType)
                .add("length", DataTypes.LongType)
                .add("content", DataTypes.BinaryType);
    }

    /**
     * @param files at least one
     * @return the columns, all nullable; none if the files hold no data
     * @throws PipelineException SOURCE_UNREADABLE naming the file that cannot be read
     */
    StructType infer(List<ListedFile> files) {
        return infer(files, "");
    }

    /**
     * @param record a record of JSON that counts besides those at the beginnings of the files; empty for none
     * @return as above
     */
    StructType infer(List<ListedFile> files, String record) {
        return session.withActive(() -> inferInSession(files, record));
    }

    private StructType inferInSession(List<ListedFile> files, String record) {
        SQLConf settings = session.sessionState().conf();
        Sample sample = Sample.of(files, settings, configuration);
        if (options.containsKey("singleVariantColumn")) {
            return new StructType().add(options.get("singleVariantColumn"), DataTypes.VariantType);
        }
        return switch (format) {
            case TEXT, BINARY_FILE -> fixedSchema(format);
            case JSON ->
                new JsonInference(new JSONOptionsInRead(
                                scalaOptions(options),
                                settings.sessionLocalTimeZone(),
                                settings.columnNameOfCorruptRecord()))
                        .with(record)
                        .infer(sample, options);
            case CSV ->
                new CsvInference(
                                new CSVOptions(
                                        scalaOptions(options),
                                        false,
                                        settings.sessionLocalTimeZone(),
                                        settings.columnNameOfCorruptRecord()),
                                Integer.parseInt(options.getOrDefault(ReaderOption.SKIP_ROWS, "0")))
                        .infer(sample, options);
            case XML, PARQUET, ORC, AVRO -> inferBySpark(sample);
        };
    }

    private StructType inferBySpark(Sample sample) {
        if (FileHeaders.exist(format, options)) {
            return inferByHeaders(sample);
        }
        Map<String, String> merging = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        merging.putAll(options);
        merging.putIfAbsent("mergeSchema", "true");
        List<FileStatus> statuses = sample.files().stream()
                .map(file -> new FileStatus(file.size(), false, 1, 1, file.modified(), new Path(file.path())))
                .toList();
        try {
            Option<StructType> inferred = FileScan.plain(format)
                    .inferSchema(
                            session,
                            scalaOptions(merging),
                            CollectionConverters.asScala(statuses).toSeq());
            return inferred.isDefined() ? nullable(inferred.get()) : new StructType();
        } catch (Exception e) {
            // Spark throws checked exceptions that Scala does not declare
            throw UnreadableFile.explain(e)
                    .map(problem -> new PipelineException(problem, e))
                    .orElseGet(() -> Sample.unreadable(files(sample), e));
        }
    }

    private StructType inferByHeaders(Sample sample) {
        FileHeaders.Found found = new FileHeaders(session, format, options).read(sample.files());
        if (!"true".equalsIgnoreCase(options.get("ignoreCorruptFiles"))) {
            for (ListedFile file : sample.files()) {
                Exception failure = found.unreadable().get(file);
                if (failure != null) {
                    throw new PipelineException(UnreadableFile.of(file.path(), failure), failure);
                }
            }
        }
        return nullable(FileHeaders.merge(List.copyOf(found.schemas().values())));
    }

    private static String files(Sample sample) {
        return sample.files().isEmpty() ? "" : sample.files().get(0).path();
    }

    private static StructType nullable(StructType schema) {
        return new StructType(Arrays.stream(schema.fields())
                .map(field -> new StructField(field.name(), field.dataType().asNullable(), true, field.metadata()))
                .toArray(StructField[]::new));
    }

    private static scala.collection.immutable.Map<String, String> scalaOptions(Map<String, String> options) {
        return scala.collection.immutable.Map.from(CollectionConverters.asScala(options));
    }
}
