package dev.tidewheel.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.event.PipelineEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTableUpkeepTest {
    @TempDir
    Path storage;

    @Test
    void manyUpdatesLeaveCheckpointsAndOneJournal() throws Exception {
        EventLogLocation location = EventLogLocation.of(storage.toString());
        for (int update = 0; update < 30; update++) {
            try (EventBus bus = EventBus.open(location, TestEvents.engine())) {
                bus.publish(TestEvents.note("n" + update));
            }
        }
        // the last process may have ended before it came to it
        EventTable table = new EventTable(TestEvents.engine(), location.table());
        table.lastSegment("any");
        table.upkeep();

        try (var log = Files.list(storage.resolve("events/_delta_log"))) {
            assertThat(log.filter(file -> file.toString().endsWith(".checkpoint.parquet")))
                    .isNotEmpty();
        }
        try (var journals = Files.list(location.journal())) {
            assertThat(journals).hasSize(1);
        }
        List<PipelineEvent> events = new EventLog(location, TestEvents.engine()).read(EventFilter.ALL);
        assertThat(events)
                .extracting(PipelineEvent::message)
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void anUpdateThatGoesOnLeavesCheckpointsToo() throws Exception {
        EventLogLocation location = EventLogLocation.of(storage.toString());
        try (EventBus bus = EventBus.open(location, TestEvents.engine())) {
            for (int i = 0; i < 30; i++) {
                bus.publish(TestEvents.note("n" + i));
                bus.flush();
            }
            try (var log = Files.list(storage.resolve("events/_delta_log"))) {
                assertThat(log.filter(file -> file.toString().endsWith(".checkpoint.parquet")))
                        .isNotEmpty();
            }
        }
    }
}
