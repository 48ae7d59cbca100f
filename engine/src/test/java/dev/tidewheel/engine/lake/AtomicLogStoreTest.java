package dev.tidewheel.engine.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.testing.SparkChildProcess;
import java.io.File;
import java.io.FileNotFoundException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicLogStoreTest {
    @TempDir
    Path folder;

    private final Configuration configuration = configuration();

    private static Configuration configuration() {
        Configuration configuration = new Configuration(false);
        LocalStorage.sparkSettings()
                .forEach((key, value) -> configuration.set(key.replace("spark.hadoop.", ""), value));
        return configuration;
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        AtomicLogStore store = new AtomicLogStore(configuration);
        store.write(path("0.json"), List.of("a", "ü").iterator(), false, configuration);
        assertThatThrownBy(() -> store.write(path("0.json"), List.of("b").iterator(), false, configuration))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(folder.resolve("0.json"))).isEqualTo("a\nü\n");
        store.write(path("0.json"), List.of("c").iterator(), true, configuration);
        assertThat(Files.readString(folder.resolve("0.json"))).isEqualTo("c\n");
        assertThat(files()).containsExactly(folder.resolve("0.json"));
        assertThatThrownBy(() -> store.write(path("no/0.json"), List.of("b").iterator(), false, configuration))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void listsFromAName() throws Exception {
        AtomicLogStore store = new AtomicLogStore(configuration);
        for (String name : List.of("3.json", "1.json", "2.json")) {
            store.write(path(name), List.of(name).iterator(), false, configuration);
        }
        List<String> names = new ArrayList<>();
        store.listFrom(path("2"), configuration)
                .forEachRemaining(status -> names.add(status.getPath().getName() + " " + status.getLen()));
        assertThat(names).containsExactly("2.json 7", "3.json 7");
    }

    @Test
    void racingProcessesShareTheNumbers() throws Exception {
        int end = 400;
        List<Process> racers = new ArrayList<>();
        List<File> logs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            File log = folder.resolve("log-" + i).toFile();
            logs.add(log);
            racers.add(SparkChildProcess.start(
                    log, CommitRacer.class, folder.resolve("").toString(), "racer-" + i, Integer.toString(end), "50"));
        }
        for (Process racer : racers) {
            assertThat(SparkChildProcess.await(racer)).isZero();
        }
        Set<String> won = new HashSet<>();
        for (int i = 0; i < logs.size(); i++) {
            for (String line : Files.readAllLines(logs.get(i).toPath())) {
                if (line.startsWith("won ")) {
                    assertThat(won.add(line)).as("two processes have %s", line).isTrue();
                    int number = Integer.parseInt(line.substring(4));
                    assertThat(Files.readAllLines(folder.resolve(LogStamp.name(number))))
                            .hasSize(50)
                            .containsOnly("racer-" + i);
                }
            }
        }
        assertThat(won).hasSize(end);
    }

    @Test
    void racingThreadsShareTheNumbers() throws Exception {
        AtomicLogStore store = new AtomicLogStore(configuration);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 100; round++) {
                String name = round + ".json";
                List<Callable<Boolean>> racers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String line = "thread " + i;
                    racers.add(() -> {
                        try {
                            store.write(path(name), List.of(line).iterator(), false, configuration);
                            return true;
                        } catch (FileAlreadyExistsException e) {
                            return false;
                        }
                    });
                }
                int winners = 0;
                for (Future<Boolean> racer : threads.invokeAll(racers)) {
                    winners += racer.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aKilledWriterLeavesNoHalfCommit() throws Exception {
        long seed = System.nanoTime();
        System.out.println("AtomicLogStoreTest seed " + seed);
        Random random = new Random(seed);
        int lines = 20_000;
        for (int round = 0; round < 8; round++) {
            Path log = Files.createDirectory(folder.resolve("round-" + round));
            Process racer = SparkChildProcess.start(
                    folder.resolve("output").toFile(),
                    CommitRacer.class,
                    log.toString(),
                    "racer",
                    "1000000",
                    Integer.toString(lines));
            int enough = 1 + random.nextInt(10);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(3))
                    .until(() -> {
                        String[] names = log.toFile().list((ignored, name) -> name.endsWith(".json"));
                        return names != null && names.length >= enough;
                    });
            racer.destroyForcibly();
            SparkChildProcess.await(racer);
            try (Stream<Path> files = Files.list(log)) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().endsWith(".json")) {
                        assertThat(Files.readAllLines(file)).as(file.toString()).hasSize(lines);
                    }
                }
            }
        }
    }
}
