package dev.tidewheel.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.ChildProcess;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that publish and move events are killed at random moments; nothing that was published may be missing. */
class EventCrashTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path storage;

    /** Publishes from two threads, prints each event once it is published, and flushes all the time. */
    public static final class Publisher {
        public static void main(String[] arguments) {
            EventBus bus = EventBus.open(EventLogLocation.of(arguments[0]), TestEvents.engine());
            for (UnfinishedUpdate update : bus.unfinishedUpdates()) {
                say("unfinished " + update.origin().updateId());
                bus.publish(TestEvents.state(update.origin(), UpdateState.FAILED));
            }
            say("event " + bus.publish(TestEvents.created(arguments[1])).id());
            for (int thread = 0; thread < 2; thread++) {
                new Thread(() -> {
                            while (true) {
                                say("event "
                                        + bus.publish(TestEvents.note(arguments[1]))
                                                .id());
                            }
                        })
                        .start();
            }
            while (true) {
                bus.flush();
            }
        }

        private static synchronized void say(String line) {
            System.out.print(line + "\n");
            System.out.flush();
        }
    }

    @Test
    void nothingIsLostAndNothingIsDoubled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("EventCrashTest seed " + seed);
        Random random = new Random(seed);
        List<String> published = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String update = "update-" + round;
            try (ChildProcess child = ChildProcess.start(Publisher.class, storage.toString(), update)) {
                int enough = 1 + random.nextInt(1_500);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1 + random.nextInt(20)))
                        .until(() -> child.lines().stream()
                                        .filter(line -> line.startsWith("event"))
                                        .count()
                                >= enough);
                child.kill();
                child.lines().stream()
                        .filter(line -> line.startsWith("event "))
                        .forEach(line -> published.add(line.substring("event ".length())));
                if (round > 0) {
                    assertThat(child.lines()).as("seed %d", seed).contains("unfinished update-" + (round - 1));
                }
            }
            // seen from outside while nobody has tidied up, too
            check(seed, published);
        }
        try (EventBus bus = EventBus.open(EventLogLocation.of(storage.toString()), TestEvents.engine())) {
            assertThat(bus.unfinishedUpdates())
                    .extracting(update -> update.origin().updateId())
                    .containsExactly("update-" + (ROUNDS - 1));
        }
        EventLog log = new EventLog(EventLogLocation.of(storage.toString()), TestEvents.engine());
        assertThat(log.cut().pending()).as("seed %d", seed).isEmpty();
        check(seed, published);
    }

    private void check(long seed, List<String> published) {
        List<PipelineEvent> read =
                new EventLog(EventLogLocation.of(storage.toString()), TestEvents.engine()).read(EventFilter.ALL);
        assertThat(read)
                .as("seed %d", seed)
                .extracting(PipelineEvent::id)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(read).as("seed %d", seed).extracting(PipelineEvent::id).containsAll(published);
        // one that was recorded but not printed may be there for each thread of each process
        assertThat(read.size() - published.size()).as("seed %d", seed).isLessThanOrEqualTo(4 * ROUNDS);
        String instance = "";
        long number = -1;
        for (PipelineEvent event : read) {
            if (!event.sequence().instance().equals(instance)) {
                instance = event.sequence().instance();
                number = -1;
            }
            assertThat(event.sequence().number()).as("seed %d", seed).isEqualTo(++number);
        }
    }
}
