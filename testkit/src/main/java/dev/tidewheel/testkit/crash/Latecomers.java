package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Files that arrive one after the other while an update runs. Thread-safe. */
final class Latecomers implements AutoCloseable {
    private final Phase phase;
    private final Path folder;
    private final Queue<String> waiting;
    private final Executor later;

    /** @param everyMillis so long each waits after the one before */
    Latecomers(Phase phase, Path folder, List<String> files, long everyMillis) {
        this.phase = phase;
        this.folder = folder;
        this.waiting = new ArrayDeque<>(files);
        this.later = CompletableFuture.delayedExecutor(everyMillis, TimeUnit.MILLISECONDS);
        if (!files.isEmpty()) {
            later.execute(this::arriveOneByOne);
        }
    }

    private void arriveOneByOne() {
        if (arrive()) {
            later.execute(this::arriveOneByOne);
        }
    }

    /** The next one; false if all are there. */
    private synchronized boolean arrive() {
        String file = waiting.peek();
        if (file != null) {
            try {
                phase.arrive(folder, file);
                waiting.remove();
            } catch (IOException again) {
                // tried again at the latest by close, which tells of it
                return true;
            }
        }
        return !waiting.isEmpty();
    }

    /** All others arrive now. */
    @Override
    public synchronized void close() throws IOException {
        for (String file = waiting.poll(); file != null; file = waiting.poll()) {
            phase.arrive(folder, file);
        }
    }
}
