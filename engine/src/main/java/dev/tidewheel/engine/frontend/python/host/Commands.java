package dev.tidewheel.engine.frontend.python.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs that are run to their end. Stateless. */
final class Commands {

    /**
     * How a program ended.
     *
     * @param status 0 if it did what it was asked to; 127 if it could not be started
     * @param output what it wrote, errors included
     */
    record Result(int status, String output) {}

    private Commands() {}

    static Result run(List<String> command, Path folder) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // a virtual environment or home that is active for the user is not ours
        builder.environment().keySet().removeAll(List.of("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(127, "interrupted");
        }
    }
}
