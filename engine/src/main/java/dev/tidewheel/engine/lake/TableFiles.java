package dev.tidewheel.engine.lake;

import static org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils.DEFAULT_PARTITION_NAME;

import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * How Spark's tasks put data files into a table folder: under their final, unique names at once, because a file counts
 * only when a commit names it. A task reports its files with statistics from their footers; a failed task or job removes
 * what it wrote. One instance serves one job.
 */
final class TableFiles extends FileCommitProtocol implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter PATH_TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT);
    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", java.util.Locale.ROOT);

    private final String table;
    private final FooterStatistics statistics;
    private final Set<String> instantColumns;

    // driver only: what finished tasks reported
    private transient @Nullable ConcurrentLinkedQueue<WrittenFile> finished = new ConcurrentLinkedQueue<>();
    // task only: what this attempt has opened, with partition values
    private transient @Nullable Map<String, Map<String, @Nullable String>> opened;

    /**
     * @param instantColumns partition columns of type TIMESTAMP, whose values the log keeps in UTC with a zone
     */
    TableFiles(String table, FooterStatistics statistics, Set<String> instantColumns) {
        this.table = table;
        this.statistics = statistics;
        this.instantColumns = Set.copyOf(instantColumns);
    }

    /** What all tasks wrote; complete once the job has ended. */
    List<WrittenFile> written() {
        return finished == null ? List.of() : List.copyOf(finished);
    }

    @Override
    public void setupJob(JobContext context) {
        // nothing to stage
    }

    @Override
    public void commitJob(JobContext context, Seq<TaskCommitMessage> messages) {
        // the Delta commit makes the files visible
    }

    @Override
    public void onTaskCommit(TaskCommitMessage message) {
        if (finished != null && message.obj() instanceof WrittenFile[] files) {
            finished.addAll(List.of(files));
        }
    }

    @Override
    public void abortJob(JobContext context) {
        discard(table, written(), context.getConfiguration());
    }

    /** Removes files that no commit will name. Failing to is harmless: nobody reads them. */
    static void discard(String table, List<WrittenFile> files, Configuration configuration) {
        for (WrittenFile file : files) {
            delete(new Path(table, file.path()), configuration);
        }
    }

    @Override
    public void setupTask(TaskAttemptContext context) {
        opened = new LinkedHashMap<>();
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext context, Option<String> folder, FileNameSpec name) {
        int split = context.getTaskAttemptID().getTaskID().getId();
        String file = String.format("%spart-%05d-%s%s", name.prefix(), split, UUID.randomUUID(), name.suffix());
        String relative = folder.isDefined() ? folder.get() + Path.SEPARATOR + file : file;
        open().put(relative, folder.isDefined() ? partitionValues(folder.get()) : Map.of());
        return new Path(table, relative).toString();
    }

    @Override
    @Deprecated
    public String newTaskTempFile(TaskAttemptContext context, Option<String> folder, String extension) {
        return newTaskTempFile(context, folder, new FileNameSpec("", extension));
    }

    @Override
    @Deprecated
    public String newTaskTempFileAbsPath(TaskAttemptContext context, String folder, String extension) {
        throw new UnsupportedOperationException("A partition outside of the table's folder");
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext context) {
        Configuration configuration = context.getConfiguration();
        List<WrittenFile> written = new ArrayList<>();
        HadoopFileIO files = new HadoopFileIO(configuration);
        try {
            for (Map.Entry<String, Map<String, @Nullable String>> file : open().entrySet()) {
                Path path = new Path(table, file.getKey());
                FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
                FooterStatistics.Result found = statistics.read(files, path.toString(), status.getLen());
                if (found.rows() == 0) {
                    delete(path, configuration);
                } else {
                    written.add(new WrittenFile(
                            file.getKey(),
                            status.getLen(),
                            status.getModificationTime(),
                            file.getValue(),
                            found.rows(),
                            found.json()));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new TaskCommitMessage(written.toArray(WrittenFile[]::new));
    }

    @Override
    public void abortTask(TaskAttemptContext context) {
        open().keySet().forEach(file -> delete(new Path(table, file), context.getConfiguration()));
    }

    private Map<String, Map<String, @Nullable String>> open() {
        if (opened == null) {
            opened = new LinkedHashMap<>();
        }
        return opened;
    }

    /** {@code a=1/b=x%20y} as Spark names a folder, back to values. */
    private Map<String, @Nullable String> partitionValues(String folder) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String part : folder.split(Path.SEPARATOR)) {
            int equals = part.indexOf('=');
            String column = ExternalCatalogUtils.unescapePathName(part.substring(0, equals));
            String value = ExternalCatalogUtils.unescapePathName(part.substring(equals + 1));
            if (value.equals(DEFAULT_PARTITION_NAME())) {
                values.put(column, null);
            } else {
                values.put(column, instantColumns.contains(column) ? instant(value) : value);
            }
        }
        return values;
    }

    private static String instant(String utc) {
        return LOG_TIME.format(LocalDateTime.parse(utc, PATH_TIME));
    }

    private static void delete(Path path, Configuration configuration) {
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            fileSystem.delete(path, false);
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(TableFiles.class).warn("Could not remove {}", path, e);
        }
    }
}
