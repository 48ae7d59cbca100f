package dev.tidewheel.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the command line in a process of its own for each update. Immutable.
 *
 * @param command its beginning: such as the launcher
 */
public record TidewheelProcess(List<String> command) implements Runner {

    public TidewheelProcess {
        command = List.copyOf(command);
    }

    @Override
    public RunningUpdate run(Path folder, Map<String, String> settings, List<String> options, Path log)
            throws IOException {
        List<String> line = new ArrayList<>(command);
        line.add("run");
        line.add(folder.toString());
        settings.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        line.addAll(options);
        return new Running(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private record Running(Process process) implements RunningUpdate {
        @Override
        public boolean isRunning() {
            return process.isAlive();
        }

        @Override
        public boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
            return process.waitFor(time, unit);
        }

        @Override
        public void whenEnded(Runnable action) {
            process.onExit().thenRun(action);
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }

        @Override
        public int exit() throws InterruptedException {
            return process.waitFor();
        }
    }
}
