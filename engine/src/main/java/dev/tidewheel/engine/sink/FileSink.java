package dev.tidewheel.engine.sink;

import dev.tidewheel.engine.file.WholeFile;
import dev.tidewheel.model.definition.SinkTarget;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;

/**
 * Files in a folder, to which several flows may write. A batch is written aside, in a hidden folder, and its files are then
 * moved to where they are seen, under names made of flow, run and batch: a batch that comes again after it was cut short
 * takes the place of what it has left. Files of other batches are never touched. Thread-safe.
 *
 * @param format of the files, by Spark's name
 * @param options of the writer
 * @param folder where readers look
 * @param flow that writes
 * @param generation of the flow: what it loads once is given again after a full refresh
 */
public record FileSink(String format, Map<String, String> options, String folder, TableName flow, int generation)
        implements BatchHandler {

    private static final Set<String> FORMATS = Set.of("parquet", "json", "csv", "orc", "text", "avro", "xml");
    private static final String PATH = "path";
    private static final String HIDDEN = "_tidewheel";
    private static final String QUERY_ID = "sql.streaming.queryId";

    public FileSink {
        options = Map.copyOf(options);
    }

    /** True if a sink is a folder of files. */
    public static boolean writes(SinkTarget.DataSource target) {
        return FORMATS.contains(target.format().toLowerCase(Locale.ROOT))
                && target.options().keySet().stream().anyMatch(PATH::equalsIgnoreCase);
    }

    /** The sink for one flow. */
    public static FileSink open(SinkTarget.DataSource target, SinkPlaces places, TableName flow, int generation) {
        Map<String, String> options = new HashMap<>(target.options());
        String path = "";
        for (Map.Entry<String, String> option : target.options().entrySet()) {
            if (option.getKey().equalsIgnoreCase(PATH)) {
                path = places.path(option.getValue());
                options.remove(option.getKey());
            }
        }
        return new FileSink(target.format(), options, path, flow, generation);
    }

    @Override
    public boolean readsRowsOnce() {
        return true;
    }

    @Override
    public void handle(Dataset<Row> batch, long number) {
        try {
            Path root = new Path(folder);
            FileSystem files =
                    root.getFileSystem(batch.sparkSession().sessionState().newHadoopConf());
            checkOwner(files, root);
            @Nullable String query = batch.sparkSession().sparkContext().getLocalProperty(QUERY_ID);
            // each checkpoint of Spark has an id of its own, so that a full refresh gives all again
            String run = name() + "-" + (query == null ? "once" + generation : query.substring(0, 8));
            Path done = new Path(new Path(root, HIDDEN), run + "/" + number);
            if (files.exists(done)) {
                return;
            }
            Path aside = new Path(new Path(root, HIDDEN), run + "-" + number);
            String prefix = run + "-" + String.format("%08d", number) + "-";
            if (files.exists(aside)) {
                // a run before this one was cut short, perhaps after it had moved some of the files
                for (FileStatus left : orNone(files.globStatus(new Path(root, prefix + "*")))) {
                    files.delete(left.getPath(), false);
                }
            }
            batch.write()
                    .format(format)
                    .options(options)
                    .mode(SaveMode.Overwrite)
                    .save(aside.toString());
            move(files, aside, root, prefix);
            files.create(done, true).close();
            files.delete(aside, true);
            if (number > 0) {
                files.delete(new Path(done.getParent(), String.valueOf(number - 1)), false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(FileSystem files, Path aside, Path root, String prefix) throws IOException {
        List<Path> written = new ArrayList<>();
        for (FileStatus file : files.listStatus(aside)) {
            String name = file.getPath().getName();
            // of a batch without rows nothing needs to be shown
            if (file.isFile() && file.getLen() > 0 && !name.startsWith("_") && !name.startsWith(".")) {
                written.add(file.getPath());
            }
        }
        written.sort(Comparator.comparing(Path::getName));
        for (int i = 0; i < written.size(); i++) {
            String name = written.get(i).getName();
            int dot = name.indexOf('.');
            Path target = new Path(root, prefix + i + (dot < 0 ? "" : name.substring(dot)));
            WholeFile.move(files, written.get(i), target);
        }
    }

    /** Who reads a folder of Spark's own sink with Spark sees only what that sink has noted, and would not see our files. */
    private void checkOwner(FileSystem files, Path root) throws IOException {
        if (files.exists(new Path(root, "_spark_metadata"))) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SINK_INVALID, "The folder `" + folder + "` belongs to a streaming query of Spark")
                    .because("it holds `_spark_metadata`, and readers would not see files that are not noted there")
                    .remedy("give the sink another folder"));
        }
    }

    private static List<FileStatus> orNone(FileStatus @Nullable [] found) {
        return found == null ? List.of() : Arrays.asList(found);
    }

    /** The flow in a form that file names can have, different for each. */
    private String name() {
        String plain = flow.name().replaceAll("[^A-Za-z0-9]+", "-");
        return plain + "-" + Integer.toHexString(flow.toString().hashCode());
    }
}
