package dev.tidewheel.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.testing.ChildProcess;
import dev.tidewheel.engine.testing.FlakyFileSystem;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    Path storage;

    private Lease acquire(String updateId) {
        return Lease.acquire(storage.toString(), updateId, CONFIGURATION);
    }

    /** Takes the lease, says so, and keeps it until it is told otherwise. */
    public static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try {
                Lease lease = Lease.acquire(arguments[0], arguments[1], new Configuration());
                System.out.print("held " + lease.fencing() + "\n");
                Thread.sleep(Long.parseLong(arguments[2]));
                lease.close();
            } catch (PipelineException refused) {
                System.out.print("refused " + refused.problems().get(0).message() + "\n");
            }
        }
    }

    private ChildProcess hold(String updateId) throws Exception {
        ChildProcess child = ChildProcess.start(Holder.class, storage.toString(), updateId, "600000");
        await().atMost(Duration.ofSeconds(30)).until(() -> !child.lines().isEmpty());
        return child;
    }

    @Test
    void oneAtATimeAndTheOtherIsToldWho() {
        try (Lease lease = acquire("u1")) {
            lease.check();
            assertThatThrownBy(() -> acquire("u2")).isInstanceOfSatisfying(PipelineException.class, failure -> {
                var problem = failure.problems().get(0);
                assertThat(problem.code()).isEqualTo(ErrorCode.UPDATE_IN_PROGRESS);
                assertThat(problem.message()).startsWith("Update u1 of this pipeline is running since 20");
                assertThat(problem.cause())
                        .contains("process " + ProcessHandle.current().pid() + " on ", lease.owner());
            });
        }
        try (Lease next = acquire("u3")) {
            assertThat(next.fencing()).isEqualTo(2);
        }
    }

    /** The local disk, where a listing that a test names by its number fails. */
    public static final class DeafFileSystem extends RawLocalFileSystem {
        private static final AtomicInteger LISTINGS = new AtomicInteger();

        static void failListing(int number) {
            LISTINGS.set(number);
        }

        @Override
        public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
            if (LISTINGS.getAndDecrement() == 1) {
                throw new IOException("connection reset while listing " + folder);
            }
            return super.listStatus(folder);
        }

        @Override
        public URI getUri() {
            return URI.create("deaf:///");
        }

        @Override
        public String getScheme() {
            return "deaf";
        }
    }

    /** The first listing is the look for a holder, the second one comes when the lease is written. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStorageThatDoesNotAnswerIsAskedAgain(int listing) {
        Configuration configuration = new Configuration();
        configuration.set("fs.deaf.impl", DeafFileSystem.class.getName());
        DeafFileSystem.failListing(listing);
        try (Lease lease = Lease.acquire("deaf:" + storage, "u1", configuration)) {
            lease.check();
            assertThat(lease.fencing()).as("taken once").isEqualTo(1);
        }
    }

    @Test
    void aLeaseThatCouldNotBeGivenBackIsFreeForTheSameProcess() {
        Configuration configuration = new Configuration();
        configuration.set("fs.flaky.impl", FlakyFileSystem.class.getName());
        String flaky = "flaky:" + storage;
        Lease lease = Lease.acquire(flaky, "u1", configuration);
        FlakyFileSystem.failNextWrites(Integer.MAX_VALUE);
        try {
            lease.close();
        } finally {
            FlakyFileSystem.failNextWrites(0);
        }
        try (Lease next = Lease.acquire(flaky, "u2", configuration)) {
            assertThat(next.fencing()).isEqualTo(2);
            assertThatThrownBy(() -> Lease.acquire(flaky, "u3", configuration))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("Update u2");
        }
    }

    /** The listing after a sign of life fails, so that the holder does not know that it is there. */
    @Test
    void aSignOfLifeThatWasWrittenUnnoticedDoesNotKeepTheLease() {
        Configuration configuration = new Configuration();
        configuration.set("fs.deaf.impl", DeafFileSystem.class.getName());
        LeaseTiming timing = new LeaseTiming(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1));
        Lease lease = Lease.acquire("deaf:" + storage, "u1", configuration, timing);
        StateStore store = leaseDocument();
        StateDocument taken = store.latest().orElseThrow();
        store.put(taken.version(), taken.json());
        lease.close();
        assertThat(store.latest().orElseThrow().json()).contains("\"released\" : true");
    }

    @Test
    void whatWasGivenBackIsNotHeld() {
        Lease lease = acquire("u1");
        lease.close();
        lease.close();

        assertThatThrownBy(lease::check).isInstanceOf(PipelineException.class);
    }

    @Test
    void aKilledProcessIsTakenOverAtOnce() throws Exception {
        try (ChildProcess child = hold("u1")) {
            assertThat(child.lines()).containsExactly("held 1");
            assertThatThrownBy(() -> acquire("u2"))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("Update u1 of this pipeline is running");
            child.kill();

            try (Lease lease = acquire("u2")) {
                assertThat(lease.fencing()).isEqualTo(2);
            }
        }
    }

    @Test
    void aProcessThatIsAskedToEndGivesItBack() throws Exception {
        try (ChildProcess child = hold("u1")) {
            child.terminate();
            child.await();
        }
        StateDocument last = StateStore.open(storage.toString(), "lease", 5, CONFIGURATION)
                .latest()
                .orElseThrow();
        assertThat(LeaseHolder.read(last.json()).released()).isTrue();
    }

    @Test
    void ofManyProcessesOneGetsIt() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                children.add(ChildProcess.start(Holder.class, storage.toString(), "u" + i, "600000"));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            children.stream().noneMatch(child -> child.lines().isEmpty()));
            List<String> said =
                    children.stream().flatMap(child -> child.lines().stream()).toList();

            assertThat(said.stream().filter("held 1"::equals)).hasSize(1);
            assertThat(said.stream().filter(line -> line.startsWith("refused Update u")))
                    .hasSize(3);
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private StateStore leaseDocument() {
        return StateStore.open(storage.toString(), "lease", 5, CONFIGURATION);
    }

    private static LeaseHolder elsewhere(Instant heartbeat) {
        return new LeaseHolder(
                "them", "u0", "far", new ProcessIdentity("far/boot/pid", 1, 1), heartbeat, heartbeat, 7, false);
    }

    @Test
    void onAnotherMachineSilenceIsTheSign() {
        LeaseTiming timing = new LeaseTiming(Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofMillis(100));
        StateStore store = leaseDocument();
        store.put(-1, elsewhere(Instant.now()).write());
        assertThatThrownBy(() -> Lease.acquire(storage.toString(), "u1", CONFIGURATION, timing))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("Update u0");

        store.put(0, elsewhere(Instant.now().minusSeconds(40)).write());
        try (Lease lease = Lease.acquire(storage.toString(), "u1", CONFIGURATION, timing)) {
            assertThat(lease.fencing()).isEqualTo(8);
        }
    }

    @Test
    void aSilentHolderWhoseClockIsOffIsNotTakenOver() throws Exception {
        LeaseTiming timing = new LeaseTiming(Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(60));
        StateStore store = leaseDocument();
        Instant wrong = Instant.now().minusSeconds(3_600);
        store.put(-1, elsewhere(wrong).write());
        AtomicBoolean done = new AtomicBoolean();
        Thread beats = new Thread(() -> {
            for (long version = 0; !done.get(); version++) {
                store.put(version, elsewhere(wrong.plusSeconds(version)).write());
            }
        });
        beats.start();
        try {
            assertThatThrownBy(() -> Lease.acquire(storage.toString(), "u1", CONFIGURATION, timing))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("Update u0");
        } finally {
            done.set(true);
            beats.join();
        }
    }

    @Test
    void whoWasTakenOverKnowsAtTheNextSignOfLife() {
        LeaseTiming timing = new LeaseTiming(Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofMillis(100));
        try (Lease lease = Lease.acquire(storage.toString(), "u1", CONFIGURATION, timing)) {
            StateStore store = leaseDocument();
            while (store.tryPut(
                            store.latest().map(StateDocument::version).orElse(-1L),
                            elsewhere(Instant.now()).write())
                    .isEmpty()) {
                // the holder was faster
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThatThrownBy(lease::check)
                            .isInstanceOf(PipelineException.class)
                            .hasMessageContaining("taken over"));
        }
        // what is not ours is not given back
        assertThat(leaseDocument().latest().orElseThrow().json()).contains("\"them\"");
    }
}
