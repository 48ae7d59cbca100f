package dev.tidewheel.engine.event;

import static dev.tidewheel.engine.event.TestEvents.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.event.EventLevel;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.UpdateState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventBusTest {
    @TempDir
    Path storage;

    private EventLogLocation location;

    @BeforeEach
    void locate() {
        location = EventLogLocation.of(storage.toString());
    }

    private EventBus open() {
        return EventBus.open(location, TestEvents.engine());
    }

    private List<String> messages(EventFilter filter) {
        return new EventLog(location, TestEvents.engine())
                .read(filter).stream().map(PipelineEvent::message).toList();
    }

    @Test
    void whatIsPublishedIsReadAtOnceAndAfterClosing() {
        try (EventBus bus = open()) {
            PipelineEvent published = bus.publish(note("one"));
            assertThat(new EventLog(location, TestEvents.engine()).read(EventFilter.ALL))
                    .containsExactly(published);
        }
        assertThat(messages(EventFilter.ALL)).containsExactly("one");
        assertThat(new EventLog(location, TestEvents.engine()).cut().pending()).isEmpty();
    }

    @Test
    void theTableHasWhatWasFlushedAndTheJournalTheRest() {
        try (EventBus bus = open()) {
            bus.publish(note("one"));
            bus.flush();
            bus.publish(note("two"));

            EventLog.Cut cut = new EventLog(location, TestEvents.engine()).cut();

            assertThat(cut.tableVersion()).hasValue(1);
            assertThat(cut.pending()).extracting(PipelineEvent::message).containsExactly("two");
            assertThat(messages(EventFilter.ALL)).containsExactly("one", "two");
        }
    }

    @Test
    void filtersByUpdateLevelAndType() {
        try (EventBus bus = open()) {
            bus.publish(TestEvents.created("u7"));
            bus.publish(note(EventLevel.METRICS, "rows"));
            bus.flush();
            bus.publish(note(EventLevel.WARN, "slow"));
        }
        assertThat(messages(EventFilter.ALL.ofUpdate("u7"))).containsExactly("created");
        assertThat(messages(EventFilter.ALL.from(EventLevel.INFO))).containsExactly("created", "slow");
        assertThat(messages(EventFilter.ALL.from(EventLevel.WARN))).containsExactly("slow");
        assertThat(messages(EventFilter.ALL.ofType("user_action"))).containsExactly("rows", "slow");
    }

    @Test
    void publishersOnManyThreadsGetOneOrderThatAllSee() throws Exception {
        int threads = 8;
        int each = 250;
        List<PipelineEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (EventBus bus = open()) {
            Subscription subscription = bus.subscribe("test", EventLevel.METRICS, heard::add);
            List<Thread> publishers = IntStream.range(0, threads)
                    .mapToObj(thread -> new Thread(
                            () -> IntStream.range(0, each).forEach(i -> bus.publish(note(thread + ":" + i)))))
                    .toList();
            publishers.forEach(Thread::start);
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(subscription.drain(Duration.ofSeconds(20))).isTrue();
        }
        List<PipelineEvent> read = new EventLog(location, TestEvents.engine()).read(EventFilter.ALL);

        assertThat(heard).hasSize(threads * each).isEqualTo(read);
        assertThat(read)
                .extracting(event -> event.sequence().number())
                .containsExactlyElementsOf(IntStream.range(0, threads * each)
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(read).extracting(PipelineEvent::id).isSorted().doesNotHaveDuplicates();
        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + ":";
            assertThat(read.stream().map(PipelineEvent::message).filter(message -> message.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void aHangingListenerHoldsUpNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (EventBus bus = open()) {
            Subscription hanging = bus.subscribe("hanging", EventLevel.INFO, event -> never.await());
            Subscription good = bus.subscribe("good", EventLevel.INFO, event -> heard.add(event.message()));
            for (int i = 0; i < 100; i++) {
                bus.publish(note("n" + i));
            }
            assertThat(good.drain(Duration.ofSeconds(20))).isTrue();
            assertThat(heard).hasSize(100);
            assertThat(hanging.drain(Duration.ofMillis(1))).isFalse();
        } finally {
            never.countDown();
        }
        assertThat(messages(EventFilter.ALL)).hasSize(100);
    }

    @Test
    void aFailingListenerGetsTheNextEvent() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (EventBus bus = open()) {
            Subscription subscription = bus.subscribe("failing", EventLevel.INFO, event -> {
                heard.add(event.message());
                throw new IllegalStateException("on purpose");
            });
            bus.publish(note("one"));
            bus.publish(note("two"));
            assertThat(subscription.drain(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(heard).containsExactly("one", "two");
    }

    @Test
    void aListenerThatIsTooSlowIsToldWhatItMissed() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong missed = new AtomicLong();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription = new Subscription("slow", EventLevel.INFO, 3, new EventListener() {
            @Override
            public void onEvent(PipelineEvent event) throws InterruptedException {
                heard.add(event.message());
                go.await();
            }

            @Override
            public void onMissed(long events) {
                missed.addAndGet(events);
            }
        });
        subscription.start();
        EventStamper stamper = new EventStamper(Clock.systemUTC(), 0);
        subscription.offer(stamper.stamp(note("0")));
        await().until(() -> !heard.isEmpty());
        for (int i = 1; i <= 10; i++) {
            subscription.offer(stamper.stamp(note(String.valueOf(i))));
        }
        go.countDown();
        subscription.close();

        assertThat(heard).containsExactly("0", "8", "9", "10");
        assertThat(missed).hasValue(7);
    }

    @Test
    void listenersChooseTheirLevel() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (EventBus bus = open()) {
            Subscription subscription = bus.subscribe("calm", EventLevel.INFO, event -> heard.add(event.message()));
            bus.publish(note(EventLevel.METRICS, "figures"));
            bus.publish(note("words"));
            assertThat(subscription.drain(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(heard).containsExactly("words");
    }

    @Test
    void theOrderHoldsWhenTheClockIsPutBack() {
        Instant now = Instant.parse("2026-05-01T12:00:00Z");
        try (EventBus bus = EventBus.open(location, TestEvents.engine(), Clock.fixed(now, ZoneOffset.UTC))) {
            bus.publish(note("first"));
            bus.publish(note("second"));
        }
        Instant earlier = now.minus(Duration.ofHours(1));
        try (EventBus bus = EventBus.open(location, TestEvents.engine(), Clock.fixed(earlier, ZoneOffset.UTC))) {
            bus.publish(note("third"));
        }
        assertThat(messages(EventFilter.ALL)).containsExactly("first", "second", "third");
    }

    @Test
    void anUpdateWithoutAnEndIsToldToTheNextProcessUntilItIsEnded() {
        try (EventBus bus = open()) {
            bus.publish(TestEvents.created("u1"));
            bus.publish(TestEvents.state(TestEvents.PIPELINE.forUpdate("u1", "r"), UpdateState.RUNNING));
            bus.publish(TestEvents.created("u2"));
            bus.publish(TestEvents.state(TestEvents.PIPELINE.forUpdate("u2", "r"), UpdateState.COMPLETED));
        }
        try (EventBus bus = open()) {
            assertThat(bus.unfinishedUpdates()).hasSize(1);
        }
        try (EventBus bus = open()) {
            UnfinishedUpdate unfinished = bus.unfinishedUpdates().get(0);
            assertThat(unfinished.origin().updateId()).isEqualTo("u1");
            assertThat(unfinished.state()).isEqualTo(UpdateState.RUNNING);
            bus.publish(TestEvents.state(unfinished.origin(), UpdateState.FAILED));
        }
        try (EventBus bus = open()) {
            assertThat(bus.unfinishedUpdates()).isEmpty();
        }
    }

    @Test
    void twoProcessesAtOnceHaveJournalsOfTheirOwnWhichAreUsedAgain() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (EventBus one = open();
                    EventBus two = open()) {
                one.publish(note("one " + round));
                two.publish(note("two " + round));
            }
        }
        assertThat(messages(EventFilter.ALL)).containsExactly("one 0", "two 0", "one 1", "two 1", "one 2", "two 2");
        try (var folders = Files.list(location.journal())) {
            assertThat(folders.collect(Collectors.toList())).hasSize(2);
        }
    }

    @Test
    void anInterruptedThreadCanPublishAndClose() {
        EventBus bus = open();
        Thread.currentThread().interrupt();
        bus.publish(note("one"));
        bus.flush();
        bus.publish(note("two"));
        bus.close();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(new EventLog(location, TestEvents.engine()).cut().pending()).isEmpty();
        assertThat(messages(EventFilter.ALL)).containsExactly("one", "two");
    }

    @Test
    void aClosedBusRefuses() {
        EventBus bus = open();
        bus.close();
        bus.close();

        assertThatThrownBy(() -> bus.publish(note("late"))).isInstanceOf(PipelineException.class);
    }

    @Test
    void aHalfLineWasNeverPublished() throws Exception {
        try (EventBus bus = open()) {
            bus.publish(TestEvents.created("u1"));
        }
        Path segment;
        try (var files = Files.walk(location.journal())) {
            segment = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(segment, Files.readString(segment) + "{\"id\":\"torn\",\"timest");

        assertThat(messages(EventFilter.ALL)).containsExactly("created");
        try (EventBus bus = open()) {
            bus.publish(note("next"));
        }
        assertThat(messages(EventFilter.ALL)).containsExactly("created", "next");
    }

    @Test
    void whoFollowsSeesEachEventOnce() throws Exception {
        EventTail tail = new EventLog(location, TestEvents.engine()).follow(EventFilter.ALL.from(EventLevel.INFO));
        List<String> followed = new ArrayList<>();
        try (EventBus bus = open()) {
            bus.publish(note("0"));
            for (int i = 1; i <= 40; i++) {
                bus.publish(note(String.valueOf(i)));
                bus.publish(note(EventLevel.METRICS, "hidden"));
                if (i % 7 == 0) {
                    bus.flush();
                }
                if (i % 3 == 0) {
                    tail.poll(Duration.ZERO).forEach(event -> followed.add(event.message()));
                }
            }
        }
        tail.poll(Duration.ofSeconds(5)).forEach(event -> followed.add(event.message()));

        assertThat(followed)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 40).mapToObj(String::valueOf).toList());
        assertThat(tail.poll(Duration.ofMillis(1_200))).isEmpty();
    }
}
