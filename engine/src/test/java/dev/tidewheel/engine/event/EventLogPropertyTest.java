package dev.tidewheel.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.event.PipelineEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done in whatever order, on a storage that fails: the log is what was published. */
class EventLogPropertyTest {
    @TempDir
    Path storage;

    @RepeatedTest(5)
    void theLogIsWhatWasPublished() throws Exception {
        long seed = System.nanoTime();
        System.out.println("EventLogPropertyTest seed " + seed);
        Random random = new Random(seed);
        EventLogLocation location = EventLogLocation.of(storage.toString());
        FailingEngine engine = new FailingEngine(TestEvents.engine(), random);
        EventLog log = new EventLog(location, TestEvents.engine());
        EventTail tail = log.follow(EventFilter.ALL);
        List<PipelineEvent> published = new ArrayList<>();
        List<PipelineEvent> followed = new ArrayList<>();
        EventBus bus = EventBus.open(location, engine);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    for (int i = random.nextInt(20); i >= 0; i--) {
                        published.add(bus.publish(TestEvents.note("step " + step + " " + i)));
                    }
                }
                case 3, 4 -> flush(bus);
                case 5 -> {
                    bus.close();
                    bus = EventBus.open(location, engine);
                }
                case 6 -> followed.addAll(tail.poll(Duration.ZERO));
                default ->
                    assertThat(log.read(EventFilter.ALL)).as("seed %d", seed).isEqualTo(published);
            }
        }
        bus.close();
        engine.heal();
        EventBus.open(location, engine).close();

        assertThat(log.cut().pending()).as("seed %d", seed).isEmpty();
        assertThat(log.read(EventFilter.ALL)).as("seed %d", seed).isEqualTo(published);
        while (followed.size() < published.size()) {
            List<PipelineEvent> more = tail.poll(Duration.ofSeconds(3));
            assertThat(more).as("seed %d", seed).isNotEmpty();
            followed.addAll(more);
        }
        assertThat(followed).as("seed %d", seed).isEqualTo(published);
    }

    private static void flush(EventBus bus) {
        try {
            bus.flush();
        } catch (PipelineException storageFailed) {
            assertThat(storageFailed).hasMessageContaining("IO_FAILURE");
        }
    }
}
