package dev.tidewheel.engine.file;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.output.DeferredFileOutputStream;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/**
 * What is written is kept on this machine, in memory if it is small, and handed on as a whole when the file is closed; a
 * file that is cancelled is handed to nobody. Used by one thread at a time.
 */
final class HeldBackFile extends CheckpointFileManager.CancellableFSDataOutputStream {
    private static final int IN_MEMORY = 4 << 20;

    /** Takes the content. */
    interface Receiver {
        void take(InputStream content) throws IOException;
    }

    private final DeferredFileOutputStream content;
    private final Receiver receiver;
    private boolean ended;

    private HeldBackFile(DeferredFileOutputStream content, Receiver receiver) {
        super(content);
        this.content = content;
        this.receiver = receiver;
    }

    static HeldBackFile to(Receiver receiver) throws IOException {
        return new HeldBackFile(
                DeferredFileOutputStream.builder()
                        .setThreshold(IN_MEMORY)
                        .setPrefix("tidewheel-")
                        .get(),
                receiver);
    }

    @Override
    public synchronized void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try {
            super.close();
            try (InputStream in = content.toInputStream()) {
                receiver.take(in);
            }
        } finally {
            removeSpill();
        }
    }

    @Override
    public synchronized void cancel() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            super.close();
        } catch (IOException e) {
            // it is thrown away
        } finally {
            removeSpill();
        }
    }

    private void removeSpill() {
        if (!content.isInMemory() && !content.getFile().delete()) {
            content.getFile().deleteOnExit();
        }
    }
}
