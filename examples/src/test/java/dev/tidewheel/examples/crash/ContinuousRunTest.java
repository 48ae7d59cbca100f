package dev.tidewheel.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.examples.Example;
import dev.tidewheel.testkit.crash.ThisJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** What people start with {@code run --continuous}, and stop with Ctrl-C or as the system stops a service. */
@DisabledOnOs(OS.WINDOWS)
class ContinuousRunTest {

    @TempDir
    Path work;

    private Path folder;
    private Path log;

    @Test
    void itTakesWhatComesAndEndsWellWhenItIsAskedTo() throws Exception {
        folder = new Example("quickstart").copyTo(work.resolve("examples"));
        log = Files.createFile(work.resolve("log"));

        Process first = start("--continuous");
        awaitVersions(first, "days", 1);
        end(first, "TERM");

        Process second = start("--continuous");
        Files.copy(folder.resolve("data/arriving/2013-02-10.csv"), folder.resolve("data/flights/2013-02-10.csv"));
        awaitVersions(second, "days", 2);
        end(second, interrupt());
        List<Long> versions = List.of(versions("raw_flights"), versions("days"));

        assertThat(start().waitFor()).as(Files.readString(log)).isZero();
        assertThat(List.of(versions("raw_flights"), versions("days")))
                .as("nothing was left to do")
                .isEqualTo(versions);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(ThisJvm.command("2g"));
        command.addAll(List.of("dev.tidewheel.cli.Tidewheel", "run", folder.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitVersions(Process process, String table, long count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return versions(table) >= count;
        });
    }

    private long versions(String table) throws IOException {
        Path commits = folder.resolve(".tidewheel/tables/main/default/" + table + "/_delta_log");
        if (!Files.isDirectory(commits)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(commits)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{20}\\.json"))
                    .count();
        }
    }

    /** A shell makes what it starts in the background deaf to the other signal, and so are the children of that. */
    private static String interrupt() {
        Signal signal = new Signal("INT");
        SignalHandler before = Signal.handle(signal, SignalHandler.SIG_DFL);
        Signal.handle(signal, before);
        return SignalHandler.SIG_IGN.equals(before) ? "TERM" : "INT";
    }

    private void end(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
