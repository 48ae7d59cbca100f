package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.format.ReaderOption;
import dev.tidewheel.engine.source.listing.FileListing;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.option.SchemaEvolutionMode;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds out what the rows of a source look like: from the user, from the store, or from the files. Immutable. */
public final class SchemaResolution {
    private final SparkSession session;
    private final String path;
    private final FileListing listing;
    private final FileSourceOptions options;

    /** @param path for messages */
    public SchemaResolution(SparkSession session, String path, FileListing listing, FileSourceOptions options) {
        this.session = session;
        this.path = path;
        this.listing = listing;
        this.options = options;
    }

    /**
     * The schema; what had to be found out from the files is stored. Files are looked at only if nothing is stored.
     *
     * @throws PipelineException SOURCE_EMPTY if there is no file to find out from; SOURCE_OPTION_INVALID for a schema or
     *     hints that are wrong; SOURCE_CHANGED if the stored schema is of another format
     */
    public FileSchema resolve(SchemaStore store) {
        @Nullable StructType given = options.schema().map(this::parse).orElse(null);
        SchemaHints hints = hints();
        Optional<InferredSchema> stored = store.latest();
        InferredSchema known;
        if (stored.isPresent() && (given != null || stored.get().data() != null)) {
            known = stored.get();
            checkFormat(known);
        } else {
            known = store.store(infer(given, hints));
        }
        return combine(given, hints, known, store);
    }

    /** The schema of what is known by now. */
    FileSchema resolve(InferredSchema known, SchemaStore store) {
        return combine(options.schema().map(this::parse).orElse(null), hints(), known, store);
    }

    private InferredSchema infer(@Nullable StructType given, SchemaHints hints) {
        FileSnapshot snapshot = listing.list();
        FileFormatKind format = options.format().orElseGet(() -> FormatDetection.detect(path, snapshot));
        Map<String, String> detected = FormatDetection.options(format, snapshot, options, given != null);
        StructType partitions = partitions(snapshot, given);
        if (given != null) {
            return new InferredSchema(format, detected, null, partitions);
        }
        if (format.hasFixedSchema()) {
            return new InferredSchema(format, detected, SchemaInference.fixedSchema(format), partitions);
        }
        if (snapshot.files().stream().allMatch(file -> file.size() == 0)) {
            if (hints.isEmpty()) {
                throw nothingToInferFrom();
            }
            return new InferredSchema(format, detected, new StructType(), partitions);
        }
        Map<String, String> readerOptions = new TreeMap<>(detected);
        readerOptions.putAll(options.readerOptions());
        StructType data = new SchemaInference(session, format, readerOptions).infer(snapshot.files());
        return new InferredSchema(format, detected, without(data, partitions), partitions);
    }

    private FileSchema combine(@Nullable StructType given, SchemaHints hints, InferredSchema known, SchemaStore store) {
        Map<String, String> readerOptions = new TreeMap<>(known.options());
        readerOptions.putAll(options.readerOptions());
        options.badRecordsPath().ifPresent(folder -> readerOptions.put(ReaderOption.BAD_RECORDS_PATH, folder));
        @Nullable String rescued = rescuedColumn(given != null, known.format());
        StructType partitions = hints.applyToKnown(known.partitions());
        StructType inferred = known.data() == null ? new StructType() : known.data();
        StructType data = given != null ? without(given, partitions) : typed(inferred, known.format());
        String corrupt = options.text("columnNameOfCorruptRecord")
                .orElseGet(() -> session.sessionState().conf().columnNameOfCorruptRecord());
        boolean inferredCorrupt =
                given == null && options.text("columnNameOfCorruptRecord").isEmpty();
        if ((rescued != null || options.badRecordsPath().isPresent()) && inferredCorrupt && !hints.names(corrupt)) {
            // the rescued data, or files of their own, hold malformed records as well
            data = without(data, new StructType().add(corrupt, DataTypes.StringType));
        }
        data = hints.without(partitions).apply(data);
        if (data.isEmpty() && partitions.isEmpty()) {
            throw noColumns(known.format());
        }
        return new FileSchema(
                known.format(), readerOptions, data, partitions, rescued, evolution(known.format(), store, inferred));
    }

    private FileSchema.@Nullable Evolution evolution(FileFormatKind format, SchemaStore store, StructType inferred) {
        SchemaEvolutionMode mode = options.schemaEvolutionMode();
        boolean fixed = format.hasFixedSchema()
                || format == FileFormatKind.ORC
                || options.text("singleVariantColumn").isPresent();
        return fixed || store.isForBatches() || !mode.noticesNewColumns()
                ? null
                : new FileSchema.Evolution(path, mode, store, hints().columns(), hints().fixedFields(inferred));
    }

    private StructType typed(StructType inferred, FileFormatKind format) {
        boolean text = format == FileFormatKind.JSON || format == FileFormatKind.CSV || format == FileFormatKind.XML;
        if (!text
                || options.infersColumnTypes()
                || options.text("singleVariantColumn").isPresent()) {
            return inferred;
        }
        return new StructType(Arrays.stream(inferred.fields())
                .map(field -> DataTypes.createStructField(field.name(), DataTypes.StringType, true))
                .toArray(StructField[]::new));
    }

    /** The user's schema names the partition columns that are wanted; otherwise all that are found are. */
    private StructType partitions(FileSnapshot snapshot, @Nullable StructType given) {
        Map<String, Set<String>> found = PartitionPaths.find(snapshot);
        Map<String, Set<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(found);
        StructType columns = new StructType();
        for (String name : options.partitionColumns().orElseGet(() -> List.copyOf(found.keySet()))) {
            Optional<StructField> wanted = given == null
                    ? Optional.empty()
                    : Arrays.stream(given.fields())
                            .filter(field -> field.name().equalsIgnoreCase(name))
                            .findFirst();
            if (wanted.isPresent()) {
                columns = columns.add(wanted.get());
            } else if (given == null || options.partitionColumns().isPresent()) {
                DataType type = options.infersColumnTypes()
                        ? PartitionTypes.of(values.getOrDefault(name, Set.of()))
                        : DataTypes.StringType;
                columns = columns.add(name, type, true);
            }
        }
        return columns;
    }

    private @Nullable String rescuedColumn(boolean hasSchema, FileFormatKind format) {
        Optional<String> named = options.rescuedDataColumn();
        if (named.isPresent()) {
            return named.get().isEmpty() ? null : named.get();
        }
        if (format.hasFixedSchema() || options.text("singleVariantColumn").isPresent()) {
            return null;
        }
        if (options.badRecordsPath().isPresent()) {
            return null;
        }
        boolean wanted = hasSchema
                ? options.schemaEvolutionMode() == SchemaEvolutionMode.RESCUE
                : options.schemaEvolutionMode() != SchemaEvolutionMode.NONE;
        return wanted ? FileSourceOptions.DEFAULT_RESCUED_COLUMN : null;
    }

    private static StructType without(StructType schema, StructType others) {
        Set<String> names = new java.util.TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of(others.fieldNames()));
        return new StructType(Arrays.stream(schema.fields())
                .filter(field -> !names.contains(field.name()))
                .toArray(StructField[]::new));
    }

    private SchemaHints hints() {
        try {
            return SchemaHints.parse(options.schemaHints());
        } catch (PipelineException e) {
            SourceLocation place = options.place("schemaHints");
            throw place == null ? e : e.locatedAt(place);
        }
    }

    private StructType parse(String ddl) {
        try {
            return StructType.fromDDL(ddl).asNullable();
        } catch (Exception e) {
            // Spark's parser throws a checked exception that Scala does not declare
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "The schema `" + ddl + "` cannot be understood")
                            .because(
                                    SparkProblems.message(e).lines().findFirst().orElse(""))
                            .remedy("Write a schema like `id BIGINT, name STRING, tags ARRAY<STRING>`")
                            .at(options.place("schema")),
                    e);
        }
    }

    private void checkFormat(InferredSchema stored) {
        Optional<FileFormatKind> wanted = options.format();
        if (wanted.isPresent() && wanted.get() != stored.format()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_CHANGED,
                            "`" + path + "` was read as " + stored.format().sparkName() + " so far, and now as "
                                    + wanted.get().sparkName())
                    .remedy("Run a full refresh of the table, or give the format as before"));
        }
    }

    private PipelineException nothingToInferFrom() {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_EMPTY, "`" + path + "` holds no data to find out a schema from")
                        .because("There is no file that fits, or all of them are empty")
                        .remedy("Add a file, or give the columns with `schema` or `schemaHints`"));
    }

    private PipelineException noColumns(FileFormatKind format) {
        String remedy = format == FileFormatKind.JSON
                ? "JSON files hold one object on each line; for an object over several lines use multiLine => true"
                : "Check the format, or give the columns with `schema`";
        return new PipelineException(Problem.of(
                        ErrorCode.SOURCE_UNREADABLE,
                        "No columns were found in the " + format.sparkName() + " files of `" + path + "`")
                .remedy(remedy));
    }
}
