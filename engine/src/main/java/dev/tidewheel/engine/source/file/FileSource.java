package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.format.NewColumnsException;
import dev.tidewheel.engine.source.header.FittedFiles;
import dev.tidewheel.engine.source.listing.FileListing;
import dev.tidewheel.engine.source.listing.FileSnapshot;
import dev.tidewheel.engine.source.listing.FolderWatch;
import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.engine.source.listing.QuietFolders;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.source.schema.PartitionPaths;
import dev.tidewheel.engine.source.schema.SchemaEvolution;
import dev.tidewheel.engine.source.schema.SchemaResolution;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.text.SourceLocation;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Files that a query reads. First ask for the schema with {@link #resolveSchema}, then either read everything that is
 * there with {@link #batch}, or follow the files with {@link #stream}. Immutable; safe for several threads. Errors that
 * the user can mend are {@link PipelineException}s with the place in the query, if it is known.
 */
public final class FileSource {
    private static final int FILES_LOOKED_AT = 1000;

    private final SparkSession session;
    private final String path;
    private final FileSourceOptions options;
    private final boolean streaming;
    private final @Nullable SourceLocation place;

    FileSource(
            SparkSession session,
            String path,
            FileSourceOptions options,
            boolean streaming,
            @Nullable SourceLocation place) {
        this.session = session;
        this.path = path;
        this.options = options;
        this.streaming = streaming;
        this.place = place;
    }

    /** A source to be read once. */
    public static FileSource batchOf(SparkSession session, String path, FileSourceOptions options) {
        return new FileSource(session, path, options, false, null);
    }

    /** A source to be followed. */
    public static FileSource streamOf(SparkSession session, String path, FileSourceOptions options) {
        return new FileSource(session, path, options, true, null);
    }

    /** True if the query wants new files only, each exactly once. */
    public boolean isStreaming() {
        return streaming;
    }

    /** Where the files are. */
    public String path() {
        return path;
    }

    /** The folder that all of its files are in or below, if that is on the local disk. */
    public Optional<java.nio.file.Path> localFolder() {
        return FolderWatch.local(FileListing.fixedFolder(path));
    }

    /** Which of the files there it reads, as text; empty for all. */
    public String selection() {
        return options.fileNamePattern().map(pattern -> "?" + pattern).orElse("");
    }

    /** Options that were given and have no effect here. */
    public List<String> optionsWithoutEffect() {
        return options.withoutEffect();
    }

    /** All that was said about how to read it, as text; empty if nothing was. */
    public String allOptions() {
        return options.describe();
    }

    /**
     * What the rows look like. With a writable store, what was found out from the files is stored and stays; with a
     * read-only one nothing is written.
     */
    public FileSchema resolveSchema(SchemaStore store) {
        return located(() -> new SchemaResolution(session, path, listing(), options).resolve(store));
    }

    /**
     * Makes columns known that a stream has met.
     *
     * @param used the schema with which it read
     * @return the columns that the source has now, and had not when the stream began
     * @throws PipelineException SOURCE_CHANGED if the user does not want new columns
     */
    public List<StructField> addColumns(FileSchema used, NewColumnsException found) {
        SchemaResolution resolution = new SchemaResolution(session, path, listing(), options);
        return located(
                () -> new SchemaEvolution(session, resolution, used).add(found, from(found.file(), list().files())));
    }

    /** A file and those that come after it, as many as are worth looking at. */
    private static List<ListedFile> from(String path, List<ListedFile> files) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).path().equals(path)) {
                return files.subList(i, Math.min(files.size(), i + FILES_LOOKED_AT));
            }
        }
        return List.of();
    }

    /** The files that are there now; its fingerprint tells whether anything has changed. */
    public FileSnapshot list() {
        return list(file -> true);
    }

    /** Those of the files that are there now which are wanted; the others are not kept in memory. */
    FileSnapshot list(Predicate<ListedFile> wanted) {
        return located(() -> listing().list(wanted));
    }

    /** As {@link #list(Predicate)}, but folders that have not changed since nothing was wanted in them are passed over. */
    FileSnapshot list(Predicate<ListedFile> wanted, @Nullable QuietFolders quiet) {
        return located(() -> listing().list(wanted, quiet));
    }

    /** A relation of this schema without rows, for analysis; {@code _metadata} can be selected from it. */
    public LogicalRelation leaf(FileSchema schema) {
        return schema.scan().relation(session, List.of(), file -> noPartition(schema));
    }

    /** All rows of all files that are there now. */
    public LogicalPlan batch(FileSchema schema) {
        return batch(schema, list());
    }

    /** All rows of these files. */
    public LogicalPlan batch(FileSchema schema, FileSnapshot snapshot) {
        PartitionPaths partitions = new PartitionPaths(snapshot.root(), schema.partitions(), zone());
        if (FittedFiles.concern(schema)) {
            return located(() -> session.withActive(
                    () -> new FittedFiles(session, schema).scan(snapshot.files(), partitions::values)));
        }
        return located(() -> schema.scan().relation(session, snapshot.files(), partitions::values));
    }

    /**
     * The files as a stream.
     *
     * @param folder a folder of the flow's checkpoint for this source alone, such as {@code <checkpoint>/sources/0};
     *     made when the first file is taken
     */
    public StreamSource stream(FileSchema schema, String folder) {
        return stream(schema, folder, Clock.systemUTC());
    }

    StreamSource stream(FileSchema schema, String folder, Clock clock) {
        SourceCleaner cleaner = new SourceCleaner(configuration(), options.cleaning());
        located(() -> {
            cleaner.checkDestination(path);
            return cleaner;
        });
        return new FileStreamSource(this, schema, options, new EntryLog(configuration(), folder, clock), cleaner);
    }

    private FileListing listing() {
        return new FileListing(configuration(), path, options, zone());
    }

    private Configuration configuration() {
        return session.sessionState().newHadoopConf();
    }

    private ZoneId zone() {
        return ZoneId.of(session.sessionState().conf().sessionLocalTimeZone());
    }

    private static org.apache.spark.sql.catalyst.InternalRow noPartition(FileSchema schema) {
        return new org.apache.spark.sql.catalyst.expressions.GenericInternalRow(
                schema.partitions().length());
    }

    private <T> T located(Supplier<T> action) {
        try {
            return action.get();
        } catch (PipelineException e) {
            if (place == null) {
                throw e;
            }
            PipelineException located = new PipelineException(e.problems().stream()
                    .map(problem -> problem.location() == null ? problem.at(place) : problem)
                    .toList());
            located.addSuppressed(e);
            throw located;
        }
    }
}
