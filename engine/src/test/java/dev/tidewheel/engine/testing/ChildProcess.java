package dev.tidewheel.engine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of its own on the classpath of the tests, for what only a second or a killed process can show. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private ChildProcess(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.reader = new Thread(this::readLines, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the main method of a class; what it prints is kept. */
    public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        return new ChildProcess(command(main, arguments));
    }

    /** The same for a process that may have only so many files open. */
    public static ChildProcess startLimited(int openFiles, Class<?> main, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "child"));
        command.addAll(command(main, arguments));
        return new ChildProcess(command);
    }

    private static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void readLines() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = out.read(); c >= 0; c = out.read()) {
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
            // what has no line break was cut off by the end of the process
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Whole lines that it has printed so far. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** SIGKILL; returns when it is gone and all that it printed is here. */
    public void kill() throws InterruptedException {
        // by its handle: the process itself would close its output before all of it is read
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /** Waits for its end and gives the exit code. */
    public int await() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            kill();
            throw new AssertionError("The child process did not end");
        }
        reader.join();
        return process.exitValue();
    }

    public void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
