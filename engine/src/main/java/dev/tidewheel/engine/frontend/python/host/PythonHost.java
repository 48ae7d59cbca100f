package dev.tidewheel.engine.frontend.python.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs the user's Python. It is asked over its standard input and output: as its parent is the only one
 * that can reach these, they need no further protection. What the user's code prints goes to the log. The process ends
 * when its parent closes it, or ends; one that does not answer any more, busy or not, is ended. Thread-safe.
 */
public final class PythonHost implements AutoCloseable {

    /** What the user's code prints. */
    private static final Logger OUTPUT = LoggerFactory.getLogger("dev.tidewheel.python");

    private static final int KEPT_LINES = 20;
    private static final int SECONDS_TO_END = 2;

    /** How long nothing may be heard of the process before it is asked whether it is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("tidewheel.python.patienceSeconds", 30));

    private final Process process;
    private final Duration patience;
    private final HostChannel channel;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;

    private PythonHost(Process process, Secrets secrets, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.channel = new HostChannel(process.getInputStream(), process.getOutputStream(), secrets);
        this.reader = new Thread(this::readOutput, "python-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the process; it is ready when the first question is answered.
     *
     * @param secrets that the user's code may ask for
     */
    public static PythonHost start(PythonEnvironment environment, Path folder, Secrets secrets) {
        return start(environment, folder, secrets, PATIENCE);
    }

    /** @param patience how long nothing may be heard of the process before it is asked whether it is there */
    static PythonHost start(PythonEnvironment environment, Path folder, Secrets secrets, Duration patience) {
        ProcessBuilder builder = new ProcessBuilder(environment.python().toString(), "-m", "tidewheel.host");
        builder.directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("PYTHONHOME", "VIRTUAL_ENV", "SPARK_HOME"));
        builder.environment().putAll(environment.variables(List.of()));
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        try {
            return new PythonHost(builder.start(), secrets, patience);
        } catch (IOException e) {
            throw new PipelineException(
                    Problem.of(ErrorCode.PYTHON_ENVIRONMENT_FAILED, "Python did not start")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("remove the folder of this environment, so that it is made anew: "
                                    + environment.python()),
                    e);
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                OUTPUT.info("{}", line);
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > KEPT_LINES) {
                        lastLines.remove();
                    }
                }
            }
        } catch (IOException e) {
            OUTPUT.debug("the output ended", e);
        }
    }

    /** True if the process can be asked. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The number of the process. */
    public long pid() {
        return process.pid();
    }

    /**
     * Asks and waits for the answer.
     *
     * @param command what to do
     * @param arguments as the host reads them
     * @throws PipelineException PYTHON_PROCESS_LOST if the process ended, or does not answer any more
     * @throws IllegalStateException if the calling thread is interrupted, which it then is still
     */
    public JsonNode ask(String command, Map<String, ?> arguments) {
        CompletableFuture<JsonNode> answer = channel.send(command, arguments);
        JsonNode message;
        try {
            message = await(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the Python process was at work", e);
        }
        if (message.hasNonNull("internal")) {
            throw new IllegalStateException(
                    "the Python host failed:\n" + message.get("internal").asText());
        }
        return message;
    }

    private JsonNode await(CompletableFuture<JsonNode> answer) throws InterruptedException {
        while (true) {
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new PipelineException(died(), e);
            } catch (TimeoutException busy) {
                ping();
            }
        }
    }

    /** Whatever the user's code does, the process has a thread that answers this. */
    private void ping() throws InterruptedException {
        try {
            channel.send("ping", Map.of()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new PipelineException(died(), e);
        } catch (TimeoutException e) {
            kill();
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.PYTHON_PROCESS_LOST,
                                    "the Python process of the pipeline did not answer any more")
                            .because("it was asked for " + patience.toSeconds() + " seconds, and was then ended")
                            .remedy(
                                    "run the update again; if it happens again, look for native code in the Python files"
                                            + " that holds up the whole process"),
                    e);
        }
    }

    /** Ends the process at once, whatever it is doing. */
    public void kill() {
        process.destroyForcibly();
    }

    private Problem died() {
        String status = "";
        try {
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                reader.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
                status = " with status " + process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said;
        synchronized (lastLines) {
            said = String.join("\n", lastLines);
        }
        return Problem.of(ErrorCode.PYTHON_PROCESS_LOST, "the Python process of the pipeline ended" + status)
                .because(said)
                .remedy("run the update again; if it ends again, look for what in the Python files ends or kills it");
    }

    @Override
    public void close() {
        try {
            // not synchronized: a question that is open ends with the process
            process.getOutputStream().close();
        } catch (IOException e) {
            OUTPUT.debug("the process has ended before", e);
        }
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
