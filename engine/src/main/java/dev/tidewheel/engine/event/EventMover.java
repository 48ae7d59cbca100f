package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries closed segments of journals to the table. A segment is deleted only after its events are committed, and the
 * table refuses a segment that it has; so a crash at any point neither loses nor doubles an event.
 */
final class EventMover {
    private static final int EVENTS_PER_COMMIT = 20_000;

    private final EventTable table;

    EventMover(EventTable table) {
        this.table = table;
    }

    /**
     * Moves the segments, which are of one journal and in order.
     *
     * @throws IOException if some could not be moved; they are still there
     */
    void move(List<JournalSegment> segments) throws IOException {
        List<JournalSegment> batch = new ArrayList<>();
        List<PipelineEvent> events = new ArrayList<>();
        for (JournalSegment segment : segments) {
            List<PipelineEvent> content = segment.read().events();
            if (!content.isEmpty() && segment.number() > table.lastSegment(segment.journal())) {
                events.addAll(content);
            }
            batch.add(segment);
            if (events.size() >= EVENTS_PER_COMMIT) {
                commit(batch, events);
                batch.clear();
                events.clear();
            }
        }
        commit(batch, events);
    }

    private void commit(List<JournalSegment> batch, List<PipelineEvent> events) throws IOException {
        if (!events.isEmpty()) {
            JournalSegment last = batch.get(batch.size() - 1);
            table.append(last.journal(), last.number(), events);
        }
        for (JournalSegment segment : batch) {
            Files.deleteIfExists(segment.file());
        }
    }
}
