package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.source.document.DocumentFolder;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/**
 * How far Structured Streaming has come with a flow that keeps state. Positions alone do not tell: after the last rows
 * were read, a further batch may have to write what a passed watermark has completed. So the end of each run is noted
 * beside Spark's own files; if the note is missing, the run was cut short. Safe for use by several threads.
 */
public final class StreamCheckpoint {
    private final String folder;
    private final DocumentFolder begun;
    private final DocumentFolder done;
    private final DocumentFolder ends;

    /** @param folder that the flow keeps things in, see {@link StorageLayout#checkpoint} */
    public StreamCheckpoint(Configuration configuration, String folder) {
        this.folder = folder;
        this.begun = new DocumentFolder(configuration, sparkFolder() + "/offsets");
        this.done = new DocumentFolder(configuration, sparkFolder() + "/commits");
        this.ends = new DocumentFolder(configuration, folder + "/ends");
    }

    /** What Spark calls the checkpoint location. */
    public String sparkFolder() {
        return folder + "/stream";
    }

    /** False if a run has begun a batch and did not come to its end since. Reads names of files only. */
    public boolean isComplete() {
        OptionalLong last = last(begun);
        return last.isEmpty() || last.equals(last(ends));
    }

    /** Notes that the run has done all that there was to do. */
    public void complete() {
        OptionalLong last = last(begun);
        if (last.isEmpty() || last.equals(last(ends))) {
            return;
        }
        String name = String.valueOf(last.getAsLong());
        ends.writeIfAbsent(name, "");
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

    private static OptionalLong last(DocumentFolder documents) {
        return documents.list().stream()
                .map(DocumentFolder.Entry::name)
                .filter(name -> name.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .max();
    }
}
