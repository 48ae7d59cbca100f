package dev.tidewheel.engine.frontend.python.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the process that runs the user's Python does not do what it should. */
@NeedsPython
class PythonHostTest {
    private static final Map<String, ?> NOTHING = Map.of("seconds", 0);

    @TempDir
    Path folder;

    private PythonHost host;

    @BeforeEach
    void start() {
        PythonEnvironment environment = PythonEnvironment.prepare(
                Path.of(System.getProperty("tidewheel.state")), List.of(), folder, System.err::println);
        host = PythonHost.start(
                environment,
                folder,
                dev.tidewheel.engine.secret.Secrets.in(java.util.List.of()),
                Duration.ofSeconds(2));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> answers());
    }

    /** It may take longer than its patience until a process has started on a busy machine. */
    private boolean answers() {
        return host.ask("finish_hooks", NOTHING).has("finished");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aProcessThatIsStuckIsEndedAndToldOf() throws IOException, InterruptedException {
        signal("STOP");
        PipelineException lost = catchThrowableOfType(PipelineException.class, () -> host.ask("finish_hooks", NOTHING));

        assertThat(lost.problems().get(0).code()).isEqualTo(ErrorCode.PYTHON_PROCESS_LOST);
        assertThat(lost.problems().get(0).message()).contains("did not answer any more");
        Awaitility.await().until(() -> !host.isAlive());
    }

    @Test
    void aProcessThatWasKilledIsToldOf() throws IOException, InterruptedException {
        signal("KILL");
        PipelineException lost = catchThrowableOfType(PipelineException.class, () -> host.ask("finish_hooks", NOTHING));

        assertThat(lost.problems().get(0).code()).isEqualTo(ErrorCode.PYTHON_PROCESS_LOST);
        assertThat(lost.problems().get(0).message()).endsWith("ended with status 137");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(host.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
