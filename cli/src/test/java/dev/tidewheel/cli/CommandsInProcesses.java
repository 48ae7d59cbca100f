package dev.tidewheel.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as it is in life: each command in a JVM of its own, started as the launcher does. */
final class CommandsInProcesses implements Stage.Commands {
    private static final Path JVM_OPTIONS =
            Path.of(System.getProperty("tidewheel.root"), "cli/target/launcher/jvm.options");
    private static final int MOST_SECONDS = 120;

    /** Starts a command in a folder, its messages among its results. */
    Process start(Path folder, String... arguments) throws IOException {
        return process(List.of(arguments)).directory(folder.toFile()).start();
    }

    private static ProcessBuilder process(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(Files.readString(JVM_OPTIONS).strip().split("\\s+")));
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tidewheel.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    @Override
    public Stage.Result run(List<String> arguments) {
        try {
            Path screen = Files.createTempFile("screen", ".txt");
            Process process = process(arguments).redirectOutput(screen.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + MOST_SECONDS + " s: " + arguments);
            }
            String output = Files.readString(screen);
            Files.delete(screen);
            return new Stage.Result(output, process.exitValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
