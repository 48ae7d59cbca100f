package dev.tidewheel.testkit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs updates, one at a time, in a process that stays until it is killed, and starts another one when it was. So only what
 * was killed pays for the start of a JVM and of Spark. Used by one thread.
 */
public final class ResidentProcess implements Runner, AutoCloseable {
    private final Path work;
    private @Nullable Process process;
    private @Nullable Writer orders;
    private @Nullable CompletableFuture<Integer> answer;
    private boolean ready;

    /** @param work for what the processes print beside the results of updates */
    public ResidentProcess(Path work) {
        this.work = work;
    }

    @Override
    public RunningUpdate run(Path folder, Map<String, String> settings, List<String> options, Path log)
            throws IOException, InterruptedException {
        List<String> order = new ArrayList<>(List.of(folder.toString(), log.toString()));
        settings.forEach((key, value) -> order.add("--set " + key + "=" + value));
        order.addAll(options);
        Process running = started();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        synchronized (this) {
            answer = ended;
            if (!running.isAlive()) {
                ended.complete(RunningUpdate.KILLED);
            }
        }
        Writer writer = orders;
        if (writer != null) {
            writer.write(String.join("\t", order) + "\n");
            writer.flush();
        }
        return new Running(running, ended);
    }

    private Process started() throws IOException, InterruptedException {
        Process known = process;
        if (known != null && known.isAlive()) {
            return known;
        }
        List<String> command = new ArrayList<>(ThisJvm.command("1500m"));
        command.add(Resident.class.getName());
        Path errors = work.resolve("resident.log");
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        synchronized (this) {
            ready = false;
        }
        process = started;
        orders = started.outputWriter();
        Thread listener = new Thread(() -> listen(started), "resident-process");
        listener.setDaemon(true);
        listener.start();
        synchronized (this) {
            while (!ready && started.isAlive()) {
                wait(1_000);
            }
            if (!ready) {
                throw new IllegalStateException("The process for updates did not start:\n" + Files.readString(errors));
            }
        }
        return started;
    }

    private void listen(Process from) {
        try (BufferedReader lines = from.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard(from, line);
            }
        } catch (IOException endedMeanwhile) {
            // as after the last line
        }
        from.onExit().thenAccept(dead -> ended(from, dead.exitValue()));
    }

    private synchronized void heard(Process from, String line) {
        if (line.equals(Resident.READY)) {
            ready = true;
            notifyAll();
        } else if (line.startsWith(Resident.ENDED)) {
            ended(from, Integer.parseInt(line.substring(Resident.ENDED.length())));
        }
    }

    private synchronized void ended(Process from, int exit) {
        notifyAll();
        if (answer != null && from.equals(process)) {
            answer.complete(exit);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private record Running(Process process, CompletableFuture<Integer> ended) implements RunningUpdate {
        @Override
        public boolean isRunning() {
            return !ended.isDone();
        }

        @Override
        public boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
            try {
                ended.get(time, unit);
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void whenEnded(Runnable action) {
            ended.thenRun(action);
        }

        @Override
        public void kill() {
            process.destroyForcibly();
            // so that nobody gives an order to a process that is dying
            process.onExit().join();
        }

        @Override
        public int exit() throws InterruptedException {
            try {
                return ended.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
