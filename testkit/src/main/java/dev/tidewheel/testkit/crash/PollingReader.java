package dev.tidewheel.testkit.crash;

import dev.tidewheel.testkit.stored.DeltaFolder;
import dev.tidewheel.testkit.stored.TableContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads all tables of a pipeline again and again in a thread of its own, whatever happens to the processes that write
 * them. It holds that every read succeeds and shows a state that an undisturbed run could show, that versions never go
 * back, and that rows of a streaming table stay unless it is refreshed as a whole. Thread-safe.
 */
final class PollingReader implements AutoCloseable {
    private static final long SHORTEST_PAUSE_MILLIS = 20;

    /** So much longer than a look is the pause after it: what is looked at needs the processor more. */
    private static final int PAUSE_PER_LOOK = 2;

    /** Of so many looks at a version that is known already, one reads its rows again. */
    private static final int LOOKS_PER_REPEATED_READ = 8;

    private final Path home;
    private final Path folder;
    private final Path storage;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Random random = new Random(1);
    private final List<String> objections = new ArrayList<>();
    private volatile Undisturbed.Stage stage;
    private long looks;
    private long reads;

    private record Seen(DeltaFolder table, OptionalLong version, long rows) {}

    /** @param folder of the pipeline, below {@code home} */
    PollingReader(Path home, Path folder, Path storage, Undisturbed.Stage first) {
        this.home = home;
        this.folder = folder;
        this.storage = storage;
        this.stage = first;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(this::lookAgainAndAgain);
    }

    /** To be told before anything of the next stage happens. */
    synchronized void enter(Undisturbed.Stage next) {
        stage = next;
    }

    synchronized List<String> objections() {
        return List.copyOf(objections);
    }

    /** Looks at tables, whether or not their rows were read. */
    synchronized long looks() {
        return looks;
    }

    /** How often all rows of a table were read. */
    synchronized long reads() {
        return reads;
    }

    private void lookAgainAndAgain() {
        long start = System.nanoTime();
        look();
        long pause = PAUSE_PER_LOOK * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        try {
            thread.schedule(this::lookAgainAndAgain, Math.max(SHORTEST_PAUSE_MILLIS, pause), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // that was the last one
        }
    }

    private synchronized void look() {
        try {
            for (Path path : DeltaFolder.below(storage)) {
                Seen before = seen.computeIfAbsent(
                        path, key -> new Seen(new DeltaFolder(key, home), OptionalLong.empty(), 0));
                if (before.table.exists()) {
                    look(path, before);
                }
            }
        } catch (Exception e) {
            object("the folders of the tables cannot be listed: " + e);
        }
    }

    private void look(Path path, Seen before) {
        String name = folder.relativize(path).toString();
        try {
            looks++;
            OptionalLong known = random.nextInt(LOOKS_PER_REPEATED_READ) == 0 ? OptionalLong.empty() : before.version;
            before.table.readUnless(known).ifPresent(content -> {
                reads++;
                check(name, before, content);
                long rows = content.rows().size();
                seen.put(path, new Seen(before.table, OptionalLong.of(content.version()), rows));
            });
        } catch (Exception e) {
            object(name + " cannot be read: " + e);
        }
    }

    private void check(String name, Seen before, TableContent content) {
        TableHistory history = stage.tables().get(name);
        if (history == null) {
            object("no undisturbed run has the table " + name);
            return;
        }
        history.objection(content).ifPresent(objection -> object(name + ": " + objection));
        if (before.version.isPresent() && content.version() < before.version.getAsLong()) {
            object(name + " went back from version " + before.version + " to " + content.version());
        }
        boolean mayShrink = history.last().shape().isView() || stage.phase().isFullRefresh();
        if (content.rows().size() < before.rows && !mayShrink) {
            object(name + " had " + before.rows + " rows and has "
                    + content.rows().size() + " in version " + content.version());
        }
    }

    private void object(String what) {
        if (!objections.contains(what)) {
            objections.add(what);
        }
    }

    /** Ends when the look that is under way has ended. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The reader does not end");
        }
    }
}
