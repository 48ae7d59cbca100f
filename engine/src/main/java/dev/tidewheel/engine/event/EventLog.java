package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The event log of a pipeline for reading: the table and what is still in the journals, as one, in order. Needs neither
 * Spark nor a lock, and can be read while updates write. Safe for use by several threads.
 */
public final class EventLog {
    private final EventLogLocation location;
    private final Engine engine;

    public EventLog(EventLogLocation location, Engine engine) {
        this.location = Objects.requireNonNull(location, "location is null");
        this.engine = Objects.requireNonNull(engine, "engine is null");
    }

    /**
     * The log at one moment.
     *
     * @param tableVersion version of the event table, if there is one
     * @param pending events that this version does not hold, in order
     */
    public record Cut(OptionalLong tableVersion, List<PipelineEvent> pending) {}

    /**
     * The events that the filter accepts, in the order in which they were published.
     *
     * @throws dev.tidewheel.model.error.PipelineException if the log cannot be read
     */
    public List<PipelineEvent> read(EventFilter filter) {
        List<PipelineEvent> events = new ArrayList<>();
        List<JournalView.Part> parts = look(new JournalView(location.journal())).parts();
        EventTable table = table();
        table.snapshot()
                .ifPresentOrElse(
                        snapshot -> {
                            events.addAll(pending(table, snapshot, parts));
                            readTable(snapshot, filter, new HashSet<>(), events);
                        },
                        () -> parts.forEach(part -> events.addAll(part.events())));
        events.removeIf(event -> !filter.accepts(event));
        events.sort(PipelineEvent.LOG_ORDER);
        return events;
    }

    /** Begins with what is there and goes on with what comes. */
    public EventTail follow(EventFilter filter) {
        return new EventTail(this, location.journal(), filter);
    }

    /**
     * A version of the table and what to add to it.
     *
     * @throws dev.tidewheel.model.error.PipelineException if the log cannot be read
     */
    public Cut cut() {
        // the journal first: what is moved meanwhile is then seen twice, and left out once, not missed
        List<JournalView.Part> parts = look(new JournalView(location.journal())).parts();
        EventTable table = table();
        List<PipelineEvent> pending = new ArrayList<>();
        OptionalLong version = OptionalLong.empty();
        Snapshot snapshot = table.snapshot().orElse(null);
        if (snapshot == null) {
            parts.forEach(part -> pending.addAll(part.events()));
        } else {
            version = OptionalLong.of(snapshot.getVersion());
            pending.addAll(pending(table, snapshot, parts));
        }
        pending.sort(PipelineEvent.LOG_ORDER);
        return new Cut(version, List.copyOf(pending));
    }

    /** The columns, in the JSON that Delta and Spark use for schemas. */
    public static String schemaJson() {
        return DataTypeJsonSerDe.serializeStructType(EventColumns.EVENT);
    }

    EventTable table() {
        return new EventTable(engine, location.table());
    }

    JournalView.Look look(JournalView view) {
        try {
            return view.look();
        } catch (IOException failure) {
            throw EventErrors.journalUnreadable(location.journal(), failure);
        }
    }

    void readTable(Snapshot snapshot, EventFilter filter, Set<String> known, List<PipelineEvent> events) {
        try {
            new EventTableReader(engine).read(snapshot, filter, known, events::add);
        } catch (IOException | RuntimeException failure) {
            throw EventErrors.tableUnreadable(location.table(), failure);
        }
    }

    private static List<PipelineEvent> pending(EventTable table, Snapshot snapshot, List<JournalView.Part> parts) {
        List<PipelineEvent> pending = new ArrayList<>();
        for (JournalView.Part part : parts) {
            if (part.segment().number()
                    > table.lastSegment(snapshot, part.segment().journal())) {
                pending.addAll(part.events());
            }
        }
        return pending;
    }
}
