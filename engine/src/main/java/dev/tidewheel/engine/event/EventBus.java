package dev.tidewheel.engine.event;

import dev.tidewheel.engine.secret.HandedOut;
import dev.tidewheel.model.event.EventDraft;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.EventSink;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where a process publishes the events of a pipeline. An event is in the journal before anybody sees it; everybody sees
 * the events in the same order; no listener can hold up or harm the publisher. In the background, the journal is carried
 * to the event table, as is what dead processes left behind. Safe for use by several threads.
 */
public final class EventBus implements EventSink, AutoCloseable {
    private static final int QUEUE_CAPACITY = 10_000;

    private final EventLogLocation location;
    private final Object order = new Object();
    private final EventStamper stamper;
    private final EventJournal journal;
    private final OpenUpdates openUpdates;
    private final List<UnfinishedUpdate> unfinished;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final JournalCarrier carrier;
    private boolean closed;

    private EventBus(EventLogLocation location, EventTable table, JournalRecovery recovery, EventStamper stamper)
            throws IOException {
        this.location = location;
        this.stamper = stamper;
        this.openUpdates = recovery.openUpdates();
        this.unfinished = openUpdates.list();
        this.journal = EventJournal.open(recovery.own(), new JournalHeader(stamper.position(), unfinished));
        this.carrier = new JournalCarrier(table, new OwnJournal(), recovery.others());
    }

    /**
     * Opens the log for writing. Returns at once: what was left behind is moved meanwhile.
     *
     * @param engine Delta Kernel's access to the storage
     * @throws dev.tidewheel.model.error.PipelineException if the journal cannot be written
     */
    public static EventBus open(EventLogLocation location, Engine engine) {
        return open(location, engine, Clock.systemUTC());
    }

    static EventBus open(EventLogLocation location, Engine engine, Clock clock) {
        try {
            JournalRecovery recovery = JournalRecovery.take(location.journal());
            EventTable table = new EventTable(engine, location.table());
            EventBus bus = new EventBus(location, table, recovery, new EventStamper(clock, recovery.position()));
            bus.carrier.start();
            return bus;
        } catch (IOException failure) {
            throw EventErrors.journalNotWritable(location.journal(), failure);
        }
    }

    /**
     * The updates that dead processes left without an end, as found when this bus was opened. Publish the end of each
     * (a terminal {@code update_progress} with its origin), or the next process will be told of them too.
     */
    public List<UnfinishedUpdate> unfinishedUpdates() {
        return unfinished;
    }

    @Override
    public PipelineEvent publish(EventDraft draft) {
        synchronized (order) {
            if (closed) {
                throw EventErrors.journalNotWritable(location.journal(), new IOException("The event log is closed"));
            }
            PipelineEvent event = stamper.stamp(draft);
            String line = EventJson.write(event);
            if (HandedOut.isIn(line)) {
                line = HandedOut.redact(line);
                event = EventJson.read(line);
            }
            try {
                journal.append(line);
            } catch (IOException failure) {
                throw EventErrors.journalNotWritable(location.journal(), failure);
            }
            openUpdates.observe(event);
            for (Subscription subscription : subscriptions) {
                subscription.offer(event);
            }
            carrier.noticed(journal.events());
            return event;
        }
    }

    /**
     * Calls the listener for each event from now on.
     *
     * @param name for thread and log
     * @param minimum only events of this level and above
     */
    public Subscription subscribe(String name, EventLevel minimum, EventListener listener) {
        Subscription subscription = new Subscription(name, minimum, QUEUE_CAPACITY, listener);
        subscription.start();
        synchronized (order) {
            subscriptions.add(subscription);
        }
        return subscription;
    }

    /**
     * Moves all events published before the call to the table.
     *
     * @throws dev.tidewheel.model.error.PipelineException if they cannot be moved; they stay in the journal
     */
    public void flush() {
        try {
            carrier.carryNow();
        } catch (IOException failure) {
            throw EventErrors.tableNotWritable(location.table(), failure);
        }
    }

    /**
     * Moves what is left to the table, and lets the listeners finish. Does not fail: events that cannot be moved stay in
     * the journal for the next process.
     */
    @Override
    public void close() {
        synchronized (order) {
            if (closed) {
                return;
            }
            closed = true;
        }
        carrier.close();
        subscriptions.forEach(Subscription::close);
        synchronized (order) {
            try {
                journal.close();
            } catch (IOException failure) {
                throw EventErrors.journalNotWritable(location.journal(), failure);
            }
        }
    }

    private final class OwnJournal implements JournalCarrier.Source {
        @Override
        public void roll() throws IOException {
            synchronized (order) {
                if (journal.events() > 0) {
                    journal.roll(new JournalHeader(stamper.position(), openUpdates.list()));
                }
            }
        }

        @Override
        public List<JournalSegment> closedSegments() throws IOException {
            synchronized (order) {
                return journal.closedSegments();
            }
        }

        @Override
        public String journalId() {
            return journal.id();
        }
    }
}
