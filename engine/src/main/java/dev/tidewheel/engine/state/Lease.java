package dev.tidewheel.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidewheel.model.error.PipelineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to update a pipeline, had by one process at a time. Each sign of life is a new version of the document
 * {@code lease}; so is a take-over, and of two versions with the same number only one can be written: whoever was taken
 * over knows it at the next sign of life. A process that ended without giving the lease back is noticed at once on the
 * same machine, elsewhere when its signs of life stop. Safe for use by several threads.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final String DOCUMENT = "lease";
    private static final int VERSIONS_KEPT = 5;

    /** How often the storage is asked, if it does not answer. */
    private static final int ATTEMPTS = 3;

    /** After Spark has stopped (40), before file systems are closed (10). */
    private static final int SHUTDOWN_PRIORITY = 20;

    /** Owners of this process that could not say so when they gave the lease back: that it lives means nothing for them. */
    private static final Set<String> GIVEN_UP = ConcurrentHashMap.newKeySet();

    private final StateStore store;
    private final LeaseTiming timing;
    private final ScheduledExecutorService beats;
    private final Runnable hook = this::release;
    private LeaseHolder holder;
    private long version;
    private boolean lost;
    private boolean released;

    private Lease(StateStore store, LeaseTiming timing, StateDocument document, LeaseHolder holder) {
        this.store = store;
        this.timing = timing;
        this.holder = holder;
        this.version = document.version();
        this.beats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tidewheel-lease");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the lease.
     *
     * @param updateId what it is taken for; others are told
     * @throws PipelineException {@code UPDATE_IN_PROGRESS} if somebody has it
     */
    public static Lease acquire(String storage, String updateId, Configuration configuration) {
        return acquire(storage, updateId, configuration, LeaseTiming.DEFAULT);
    }

    static Lease acquire(String storage, String updateId, Configuration configuration, LeaseTiming timing) {
        StateStore store = StateStore.open(storage, DOCUMENT, VERSIONS_KEPT, configuration);
        String owner = UUID.randomUUID().toString();
        for (int attempt = 1; ; attempt++) {
            try {
                return take(store, owner, updateId, timing);
            } catch (PipelineException failure) {
                boolean mayPass = failure.problems().stream()
                        .allMatch(problem -> problem.code().category().mayPass());
                if (!mayPass || attempt == ATTEMPTS || !paused(Duration.ofMillis(500L * attempt))) {
                    throw failure;
                }
                LOG.warn("The pipeline could not be taken, and is asked for again", failure);
            }
        }
    }

    private static boolean paused(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Lease take(StateStore store, String owner, String updateId, LeaseTiming timing) {
        ProcessIdentity self = ProcessIdentity.current();
        String host = ProcessIdentity.currentHost();
        while (true) {
            Optional<StateDocument> latest = store.latest();
            long fencing = 0;
            if (latest.isPresent()) {
                LeaseHolder before = read(latest.get());
                if (before.owner().equals(owner)) {
                    // an earlier attempt of ours, of which the storage did not tell us that it is there
                    return begun(store, timing, latest.get(), before);
                }
                refuseIfHeld(store, latest.get(), before, timing);
                fencing = before.fencing();
            }
            Instant now = Instant.now();
            LeaseHolder mine = new LeaseHolder(owner, updateId, host, self, now, now, fencing + 1, false);
            Optional<StateDocument> taken =
                    store.tryPut(latest.map(StateDocument::version).orElse(-1L), mine.write());
            if (taken.isPresent()) {
                latest.ifPresent(document -> GIVEN_UP.remove(read(document).owner()));
                return begun(store, timing, taken.get(), mine);
            }
            // somebody was faster: the next look names them
        }
    }

    private static Lease begun(StateStore store, LeaseTiming timing, StateDocument document, LeaseHolder mine) {
        Lease lease = new Lease(store, timing, document, mine);
        lease.start();
        return lease;
    }

    private static void refuseIfHeld(StateStore store, StateDocument document, LeaseHolder holder, LeaseTiming timing) {
        if (holder.released() || GIVEN_UP.contains(holder.owner())) {
            return;
        }
        Optional<Boolean> alive = holder.process().isAlive();
        if (alive.isPresent()) {
            if (alive.get()) {
                throw StateErrors.inProgress(
                        holder, "Wait until it is done, or end process " + holder.pid() + " if it hangs");
            }
            LOG.info("Process {} died without giving the pipeline back", holder.pid());
            return;
        }
        boolean silent = holder.heartbeat().plus(timing.timeout()).isBefore(Instant.now());
        if (!silent || beatsWithin(store, document, timing.confirmation())) {
            throw StateErrors.inProgress(
                    holder,
                    "Wait until it is done; should it have died, the pipeline is free "
                            + timing.timeout().toSeconds() + " seconds after its last sign of life");
        }
        LOG.info("{} on {} has been silent since {}", holder.owner(), holder.host(), holder.heartbeat());
    }

    /** Clocks of two machines differ; that a sign of life comes or does not come, both see. */
    private static boolean beatsWithin(StateStore store, StateDocument document, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (store.latest().map(StateDocument::version).orElse(-1L) != document.version()) {
                return true;
            }
            try {
                Thread.sleep(Math.max(1, Math.min(500, patience.toMillis() / 5)));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return false;
    }

    private static LeaseHolder read(StateDocument document) {
        try {
            return LeaseHolder.read(document.json());
        } catch (JsonProcessingException | java.time.DateTimeException damaged) {
            throw StateErrors.unreadable(DOCUMENT, damaged);
        }
    }

    private void start() {
        long interval = timing.heartbeat().toMillis();
        beats.scheduleAtFixedRate(this::beat, interval, interval, TimeUnit.MILLISECONDS);
        ShutdownHookManager.get().addShutdownHook(hook, SHUTDOWN_PRIORITY);
    }

    /** Grows with each lease of the pipeline: of two writers, the one with the higher number has the right. */
    public synchronized long fencing() {
        return holder.fencing();
    }

    /** Id of this lease, as others are told it. */
    public synchronized String owner() {
        return holder.owner();
    }

    /**
     * Makes sure that the lease is still ours; to be called before anything that must not be done twice.
     *
     * @throws PipelineException if somebody has taken it over, or it was given back
     */
    public synchronized void check() {
        boolean late = holder.heartbeat().plus(timing.confirmation()).isBefore(Instant.now());
        if (late && !lost && !released) {
            // the process or its machine slept: ask before going on
            renew();
        }
        if (lost || released) {
            throw StateErrors.leaseLost(holder);
        }
    }

    private synchronized void beat() {
        if (lost || released) {
            return;
        }
        try {
            renew();
        } catch (RuntimeException failure) {
            LOG.warn("No sign of life could be given for update {}", holder.updateId(), failure);
        }
    }

    private void renew() {
        LeaseHolder next = holder.beatenAt(Instant.now());
        Optional<StateDocument> written = store.tryPut(version, next.write());
        if (written.isPresent()) {
            holder = next;
            version = written.get().version();
            return;
        }
        if (catchesUp()) {
            return;
        }
        lost = true;
        LOG.error("Another process has taken over the pipeline from update {}", holder.updateId());
    }

    /** Gives the lease back; does nothing if it is not ours any more. */
    @Override
    public void close() {
        release();
        try {
            ShutdownHookManager.get().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("The process ends anyway", shuttingDown);
        }
    }

    private synchronized void release() {
        beats.shutdownNow();
        if (lost || released) {
            return;
        }
        released = true;
        // until the storage says so: others in this process are told so
        GIVEN_UP.add(holder.owner());
        try {
            if (isGivenBack() || (catchesUp() && isGivenBack())) {
                GIVEN_UP.remove(holder.owner());
            }
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The pipeline could not be given back; for others than this process it is free when that has ended",
                    failure);
        }
    }

    private boolean isGivenBack() {
        return store.tryPut(version, holder.releasedAt(Instant.now()).write()).isPresent();
    }

    /** True if the newest document is a sign of life of ours, of which the storage did not tell us that it is there. */
    private boolean catchesUp() {
        Optional<StateDocument> latest =
                store.latest().filter(found -> read(found).owner().equals(holder.owner()));
        latest.ifPresent(found -> version = found.version());
        return latest.isPresent();
    }
}
