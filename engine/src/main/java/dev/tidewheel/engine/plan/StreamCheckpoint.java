package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.FlowRecord;
import dev.tidewheel.engine.file.WholeFile;
import dev.tidewheel.engine.source.document.DocumentFolder;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How far Structured Streaming has come with a flow that keeps state. Positions alone do not tell: after the last rows
 * were read, a further batch may have to write what a passed watermark has completed. So the end of each run is noted
 * beside Spark's own files; if the note is missing, the run was cut short. Safe for use by several threads.
 */
public final class StreamCheckpoint {
    private final Configuration configuration;
    private final String folder;
    private final DocumentFolder begun;
    private final DocumentFolder done;
    private final DocumentFolder ends;
    private final DocumentFolder definitions;

    /** @param folder that the flow keeps things in, see {@link StorageLayout#checkpoint} */
    public StreamCheckpoint(Configuration configuration, String folder) {
        this.configuration = configuration;
        this.folder = folder;
        this.begun = new DocumentFolder(configuration, sparkFolder() + "/offsets");
        this.done = new DocumentFolder(configuration, sparkFolder() + "/commits");
        this.ends = new DocumentFolder(configuration, folder + "/ends");
        this.definitions = new DocumentFolder(configuration, folder + "/definition");
    }

    /** What Spark calls the checkpoint location. */
    public String sparkFolder() {
        return folder + "/stream";
    }

    /** False if a run has begun a batch and did not come to its end since. Reads names of files only. */
    public boolean isComplete() {
        OptionalLong last = last(begun);
        return last.isEmpty() || ends.read(String.valueOf(last.getAsLong())).isPresent();
    }

    /** True if Spark has begun a batch here. */
    public boolean hasBegun() {
        return last(begun).isPresent();
    }

    /**
     * Moves Spark's files away if they are of a table that is gone: they end after batches that the table does not have,
     * so its rows would never be read again. Nothing is deleted.
     *
     * @param lastBatch that the table has, -1 if none
     */
    public void leaveDroppedTable(long lastBatch) {
        if (lastBatch >= 0 || last(done).isEmpty()) {
            return;
        }
        Path old = new Path(sparkFolder());
        try {
            FileSystem files = old.getFileSystem(configuration);
            WholeFile.move(files, old, new Path(folder, "dropped-" + UUID.randomUUID()));
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.IO_FAILURE, "The checkpoint " + old + " cannot be moved away")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("Move it away by hand: it belongs to a table that is gone"),
                    e);
        }
    }

    /** Notes that the run has done all that there was to do. */
    public void complete() {
        OptionalLong last = last(begun);
        if (last.isPresent()) {
            end(last.getAsLong(), "");
        }
    }

    /** Notes that the run has done all that there was to do, and how far it has come, which no table tells. */
    public void complete(FlowProgress progress) {
        end(last(begun).orElse(progress.batch()), progress.toJson());
    }

    /** What was noted when a run came to its end. */
    public Optional<FlowProgress> progress() {
        OptionalLong last = last(ends);
        return last.isEmpty()
                ? Optional.empty()
                : ends.read(String.valueOf(last.getAsLong()))
                        .filter(text -> !text.isEmpty())
                        .map(FlowProgress::parse);
    }

    /** The definition with which the last run began; empty if none was noted. */
    public Optional<FlowRecord> record() {
        OptionalLong last = last(definitions);
        return last.isEmpty()
                ? Optional.empty()
                : definitions.read(String.valueOf(last.getAsLong())).map(FlowRecord::parse);
    }

    /** Notes the definition with which a run begins. */
    public void record(FlowRecord definition) {
        if (record().map(definition::equals).orElse(false)) {
            return;
        }
        long number = last(definitions).orElse(-1) + 1;
        definitions.writeIfAbsent(String.valueOf(number), definition.toJson());
        definitions.delete(String.valueOf(number - 1));
    }

    private void end(long batch, String content) {
        if (OptionalLong.of(batch).equals(last(ends))) {
            return;
        }
        String name = String.valueOf(batch);
        ends.writeIfAbsent(name, content);
        for (DocumentFolder.Entry older : ends.list()) {
            if (!older.name().equals(name)) {
                ends.delete(older.name());
            }
        }
    }

    /**
     * Has Spark do its last batch again, and after it what the run that was cut short did not come to. By itself it would
     * wait for new rows: whether a batch calls for another, it only knows right after that batch.
     */
    public void repeatLastBatch() {
        OptionalLong last = last(begun);
        if (last.isPresent() && last.equals(last(done))) {
            done.delete(String.valueOf(last.getAsLong()));
        }
    }

    /** The highest number that is the name of a document. */
    static OptionalLong last(DocumentFolder documents) {
        return documents.lastNumber();
    }
}
