package dev.tidewheel.engine.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the journal is carried to the table, and does it in a thread of its own: a few seconds after the first
 * event, then at growing distances up to a minute, so that a long update does not leave thousands of small files; sooner
 * if there are many events; and at the end. Readers of the log see the journal too, so none of this delays them.
 */
final class JournalCarrier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCarrier.class);
    private static final long FIRST_DELAY_MILLIS = 3_000;
    private static final long LONGEST_DELAY_MILLIS = 60_000;
    private static final int MANY_EVENTS = 5_000;
    private static final long CLOSE_SECONDS = 60;

    /** The journal of this process. */
    interface Source {

        /** Closes the segment that is written to, if there are events in it. */
        void roll() throws IOException;

        List<JournalSegment> closedSegments() throws IOException;

        String journalId();
    }

    private final EventTable table;
    private final EventMover mover;
    private final Source source;
    private final List<JournalFolder> leftovers;
    private final ScheduledExecutorService executor;
    private @Nullable ScheduledFuture<?> next;
    private long delayMillis = FIRST_DELAY_MILLIS;
    private boolean hurried;

    JournalCarrier(EventTable table, Source source, List<JournalFolder> leftovers) {
        this.table = table;
        this.mover = new EventMover(table);
        this.source = source;
        this.leftovers = new ArrayList<>(leftovers);
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tidewheel-event-log");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with what was left behind; what is published meanwhile is left for later, in one piece. */
    void start() {
        executor.execute(() -> {
            try {
                carryClosed();
                // opens the table now, so that the end of the update need not
                table.lastSegment(source.journalId());
                table.upkeep();
            } catch (IOException | RuntimeException failure) {
                LOG.warn("The event log could not be tidied up; the next update tries again", failure);
            }
        });
    }

    /** There are {@code events} in the segment that is written to. Called in the order of the log. */
    synchronized void noticed(int events) {
        if (next == null) {
            next = executor.schedule(this::carryInBackground, delayMillis, TimeUnit.MILLISECONDS);
            delayMillis = Math.min(LONGEST_DELAY_MILLIS, delayMillis * 2);
            hurried = false;
        } else if (events >= MANY_EVENTS && !hurried) {
            hurried = true;
            executor.execute(this::carryInBackground);
        }
    }

    /** Returns when all events published before the call are in the table. */
    void carryNow() throws IOException {
        try {
            await(executor.submit(this::carryAsTask), Long.MAX_VALUE);
        } catch (ExecutionException failure) {
            throw asIOException(failure);
        } catch (RejectedExecutionException closed) {
            throw new IOException("The event log is closed", closed);
        } catch (TimeoutException never) {
            throw new IOException("The storage does not answer", never);
        }
    }

    /** Waits on when interrupted: threads are interrupted when an update is stopped, and then events matter most. */
    private static void await(Future<?> task, long nanos) throws ExecutionException, TimeoutException {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable Void carryAsTask() throws IOException {
        carry();
        return null;
    }

    private void carryInBackground() {
        synchronized (this) {
            next = null;
        }
        try {
            carry();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("Events stay in the journal for now", failure);
        }
    }

    /** In the thread of the executor only. */
    private void carry() throws IOException {
        source.roll();
        carryClosed();
        // a continuous update writes for weeks
        table.upkeep();
    }

    private void carryClosed() throws IOException {
        mover.move(source.closedSegments());
        while (!leftovers.isEmpty()) {
            JournalFolder folder = leftovers.get(0);
            List<JournalSegment> segments = folder.segments();
            if (!segments.isEmpty()) {
                // numbers must go on upwards: an empty segment stays as the place to go on from
                JournalSegment last = segments.get(segments.size() - 1);
                EventJournal.leaveEmpty(JournalSegment.in(folder.path(), last.number() + 1));
                mover.move(segments);
            }
            folder.close();
            leftovers.remove(0);
        }
    }

    /** Carries the rest, within reason: a storage that does not answer must not keep the process from ending. */
    @Override
    public void close() {
        try {
            await(executor.submit(this::carryAsTask), TimeUnit.SECONDS.toNanos(CLOSE_SECONDS));
        } catch (ExecutionException failure) {
            LOG.warn("Events stay in the journal until the next update", asIOException(failure));
        } catch (TimeoutException slow) {
            LOG.warn("Events stay in the journal until the next update: the storage does not answer");
        }
        executor.shutdownNow();
        for (JournalFolder folder : leftovers) {
            try {
                folder.close();
            } catch (IOException failure) {
                LOG.debug("A journal could not be given back", failure);
            }
        }
    }

    private static IOException asIOException(ExecutionException failure) {
        return failure.getCause() instanceof IOException io ? io : new IOException(failure.getCause());
    }
}
