package dev.tidewheel.engine.frontend.python.host;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs the user's Python. It is asked one thing at a time, over its standard input and output: as its
 * parent is the only one that can reach these, they need no further protection. What the user's code prints goes to the
 * log. The process ends when its parent closes it, or ends. Thread-safe.
 */
public final class PythonHost implements AutoCloseable {

    /** What the user's code prints. */
    private static final Logger OUTPUT = LoggerFactory.getLogger("dev.tidewheel.python");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_LINES = 20;
    private static final int SECONDS_TO_END = 2;

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;
    private boolean ready;

    private PythonHost(Process process) {
        this.process = process;
        this.requests = new DataOutputStream(process.getOutputStream());
        this.answers = new DataInputStream(process.getInputStream());
        this.reader = new Thread(this::readOutput, "python-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the process; it is ready when the first question is answered. */
    public static PythonHost start(PythonEnvironment environment, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(environment.python().toString(), "-m", "tidewheel.host");
        builder.directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("PYTHONHOME", "VIRTUAL_ENV", "SPARK_HOME"));
        builder.environment().putAll(environment.variables(List.of()));
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        try {
            return new PythonHost(builder.start());
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

    /**
     * Asks and waits for the answer.
     *
     * @param command what to do
     * @param arguments as the host reads them
     * @throws PipelineException PROCESS_DIED if the process ended
     */
    public synchronized JsonNode ask(String command, Map<String, ?> arguments) {
        try {
            if (!ready) {
                receive();
                ready = true;
            }
            ObjectNode request = JSON.createObjectNode();
            request.setAll(JSON.convertValue(arguments, new TypeReference<Map<String, JsonNode>>() {}));
            request.put("command", command);
            byte[] body = JSON.writeValueAsBytes(request);
            requests.writeInt(body.length);
            requests.write(body);
            requests.flush();
            JsonNode answer = receive();
            if (answer.hasNonNull("internal")) {
                throw new IllegalStateException(
                        "the Python host failed:\n" + answer.get("internal").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new PipelineException(died(), e);
        }
    }

    private JsonNode receive() throws IOException {
        int length = answers.readInt();
        byte[] body = answers.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return JSON.readTree(body);
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
        return Problem.of(ErrorCode.PROCESS_DIED, "the Python process of the pipeline ended" + status)
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
