package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import io.delta.kernel.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a log. Each event is given once; those of one process in their order. Looks at the journals ten times a second,
 * and at the table when a journal was moved or a second has passed. Not safe for use by several threads.
 */
public final class EventTail {
    private static final long LOOK_MILLIS = 100;
    private static final long TABLE_MILLIS = 1_000;

    private final EventLog log;
    private final EventFilter filter;
    private final EventTable table;
    private final JournalView journals;
    private final Map<String, Long> seen = new HashMap<>();
    private final Set<String> knownFiles = new HashSet<>();
    private long tableVersion = -1;
    private long lastTableLook;

    EventTail(EventLog log, Path journal, EventFilter filter) {
        this.log = log;
        this.filter = filter;
        this.table = log.table();
        this.journals = new JournalView(journal);
        this.lastTableLook = System.nanoTime() - TABLE_MILLIS * 1_000_000L;
    }

    /**
     * What came since the last call; if nothing has, waits for something.
     *
     * @return empty if nothing came within {@code patience}
     * @throws dev.tidewheel.model.error.PipelineException if the log cannot be read
     */
    public List<PipelineEvent> poll(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<PipelineEvent> events = look();
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (!events.isEmpty() || left <= 0) {
                return events;
            }
            Thread.sleep(Math.min(LOOK_MILLIS, left));
        }
    }

    private List<PipelineEvent> look() {
        List<PipelineEvent> found = new ArrayList<>();
        JournalView.Look look = log.look(journals);
        look.parts().forEach(part -> found.addAll(part.events()));
        boolean due = System.nanoTime() - lastTableLook >= TABLE_MILLIS * 1_000_000L;
        if (look.vanished() || due || hasGap(found)) {
            lookAtTable(found);
        }
        return takeNew(found);
    }

    private void lookAtTable(List<PipelineEvent> found) {
        lastTableLook = System.nanoTime();
        Optional<Snapshot> snapshot = table.snapshot();
        if (snapshot.isEmpty() || snapshot.get().getVersion() == tableVersion) {
            return;
        }
        log.readTable(snapshot.get(), filter, knownFiles, found);
        tableVersion = snapshot.get().getVersion();
    }

    /** Numbers have no gaps: where there is one, a segment came and went between two looks. */
    private boolean hasGap(List<PipelineEvent> found) {
        Map<String, Long> last = new HashMap<>(seen);
        for (PipelineEvent event : found) {
            long number = event.sequence().number();
            Long before = last.put(event.sequence().instance(), number);
            if (number > (before == null ? 0 : before + 1)) {
                return true;
            }
        }
        return false;
    }

    private List<PipelineEvent> takeNew(List<PipelineEvent> found) {
        found.sort(PipelineEvent.LOG_ORDER);
        List<PipelineEvent> events = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, Long> before = Map.copyOf(seen);
        for (PipelineEvent event : found) {
            String instance = event.sequence().instance();
            if (event.sequence().number() <= before.getOrDefault(instance, -1L) || !ids.add(event.id())) {
                continue;
            }
            seen.merge(instance, event.sequence().number(), Math::max);
            if (filter.accepts(event)) {
                events.add(event);
            }
        }
        return events;
    }
}
