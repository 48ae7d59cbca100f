package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.PipelineEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with its queue and its thread. The publisher never waits: when the queue is full, the oldest event in it is
 * left out. Safe for use by several threads.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final EventLevel minimum;
    private final int capacity;
    private final EventListener listener;
    private final Deque<PipelineEvent> queue = new ArrayDeque<>();
    private final Thread thread;
    private long missed;
    private long failures;
    private boolean busy;
    private boolean closed;

    Subscription(String name, EventLevel minimum, int capacity, EventListener listener) {
        this.name = name;
        this.minimum = minimum;
        this.capacity = capacity;
        this.listener = listener;
        this.thread = new Thread(this::run, "tidewheel-events-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void offer(PipelineEvent event) {
        if (closed || !event.level().isAtLeast(minimum)) {
            return;
        }
        if (queue.size() >= capacity) {
            queue.removeFirst();
            missed++;
        }
        queue.addLast(event);
        notifyAll();
    }

    /**
     * Waits until the listener has seen all events published before the call.
     *
     * @return false if it took longer than {@code patience}
     */
    public synchronized boolean drain(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (busy || !queue.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Takes no more events and gives the listener a moment for those that it has not seen. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            if (Thread.currentThread() != thread && !drain(PATIENCE)) {
                LOG.warn("The event listener {} did not finish in time", name);
                thread.interrupt();
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (PipelineEvent event = take(); event != null; event = take()) {
            long left = takeMissed();
            try {
                if (left > 0) {
                    listener.onMissed(left);
                }
                listener.onEvent(event);
            } catch (Exception | LinkageError | StackOverflowError | AssertionError failure) {
                logFailure(failure);
            }
        }
    }

    private synchronized @Nullable PipelineEvent take() {
        busy = false;
        notifyAll();
        while (queue.isEmpty()) {
            if (closed) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException stop) {
                return null;
            }
        }
        busy = true;
        return queue.removeFirst();
    }

    private synchronized long takeMissed() {
        long count = missed;
        missed = 0;
        return count;
    }

    /** The first one whole, later ones now and then: a listener that fails always must not fill the log. */
    private void logFailure(Throwable failure) {
        failures++;
        if (failures == 1) {
            LOG.warn("The event listener {} failed; it goes on with the next event", name, failure);
        } else if (Long.bitCount(failures) == 1) {
            LOG.warn("The event listener {} has failed {} times", name, failures);
        }
    }
}
