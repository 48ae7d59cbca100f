package dev.tidewheel.engine.source.header;

import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.option.FileFormatKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.avro.AvroOptions;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Reads what Parquet and Avro files say about their columns, several files at once. Immutable; safe for several threads. */
public final class FileHeaders {
    private static final int FILES_AT_ONCE = 8;
    private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";
    private static final List<String> SCHEMA_OPTIONS =
            List.of("avroschema", "avroschemaurl", "positionalfieldmatching");

    private final SparkSession session;
    private final Configuration configuration;
    private final FileFormatKind format;
    private final Map<String, String> options;
    private final Map<String, StructType> converted = new ConcurrentHashMap<>();

    public FileHeaders(SparkSession session, FileFormatKind format, Map<String, String> options) {
        this.session = session;
        this.configuration = session.sessionState().newHadoopConf();
        this.format = format;
        this.options = options;
    }

    /** True if files have headers, and the user does not say what is in the files instead. */
    public static boolean exist(FileFormatKind format, Map<String, String> options) {
        return (format == FileFormatKind.PARQUET || format == FileFormatKind.AVRO)
                && options.keySet().stream().noneMatch(name -> SCHEMA_OPTIONS.contains(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The columns of each file, in the order of the files.
     *
     * @param schemas by file; files that could not be read are not in it
     * @param unreadable why the others could not be read
     */
    public record Found(Map<ListedFile, StructType> schemas, Map<ListedFile, Exception> unreadable) {}

    /** Reads the headers of files that are not empty; the others are left out. */
    public Found read(List<ListedFile> files) {
        Map<ListedFile, Future<StructType>> asked = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(FILES_AT_ONCE, runnable -> {
            Thread thread = new Thread(runnable, "file-headers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (ListedFile file : files) {
                if (file.size() > 0) {
                    asked.put(file, threads.submit(() -> session.withActive(() -> readUnchecked(file))));
                }
            }
            return collect(asked);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Found collect(Map<ListedFile, Future<StructType>> asked) {
        Map<ListedFile, StructType> schemas = new LinkedHashMap<>();
        Map<ListedFile, Exception> unreadable = new HashMap<>();
        asked.forEach((file, answer) -> {
            try {
                schemas.put(file, answer.get());
            } catch (ExecutionException e) {
                unreadable.put(file, cause(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                unreadable.put(file, e);
            }
        });
        return new Found(schemas, unreadable);
    }

    private static Exception cause(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Unreadable unreadable && unreadable.getCause() instanceof Exception original) {
            return original;
        }
        return cause instanceof Exception exception ? exception : failure;
    }

    /** Carries an exception out of a lambda. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    private StructType readUnchecked(ListedFile file) {
        try {
            return (StructType) (format == FileFormatKind.PARQUET ? parquet(file) : avro(file)).asNullable();
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private StructType parquet(ListedFile file) throws IOException {
        FileMetaData footer = ParquetFooterReader.readFooter(
                        HadoopInputFile.fromPath(new Path(file.path()), configuration),
                        ParquetMetadataConverter.SKIP_ROW_GROUPS)
                .getFileMetaData();
        Optional<String> written = Optional.ofNullable(
                        footer.getKeyValueMetaData().get(SPARK_SCHEMA))
                .filter(json -> json.startsWith("{"));
        return converted.computeIfAbsent(
                written.orElseGet(() -> footer.getSchema().toString()),
                text -> written.map(json -> (StructType) DataType.fromJson(json))
                        .orElseGet(() -> new ParquetToSparkSchemaConverter(
                                        session.sessionState().conf())
                                .convert(footer.getSchema())));
    }

    private StructType avro(ListedFile file) throws IOException {
        try (FsInput input = new FsInput(new Path(file.path()), configuration);
                var reader = DataFileReader.openReader(input, new GenericDatumReader<GenericRecord>())) {
            Schema schema = reader.getSchema();
            return converted.computeIfAbsent(schema.toString(), text -> sqlType(schema));
        }
    }

    private StructType sqlType(Schema schema) {
        AvroOptions parsed = new AvroOptions(
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options)), configuration);
        DataType type = SchemaConverters.toSqlType(
                        schema,
                        parsed.useStableIdForUnionType(),
                        parsed.stableIdPrefixForUnionType(),
                        parsed.recursiveFieldMaxDepth())
                .dataType();
        return type instanceof StructType struct ? struct : new StructType().add("value", type);
    }

    /** All columns of all schemas; where types differ, one that holds both values, else the first one. */
    public static StructType merge(List<StructType> schemas) {
        StructType merged = new StructType();
        for (StructType schema : new ArrayList<>(new java.util.LinkedHashSet<>(schemas))) {
            merged = TypeFit.merge(merged, schema);
        }
        return merged;
    }
}
