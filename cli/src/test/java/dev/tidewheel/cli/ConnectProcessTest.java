package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as it is in life: a process that is started, asked to end, and ends. */
class ConnectProcessTest {

    private final CommandsInProcesses commands = new CommandsInProcesses();

    @TempDir
    Path folder;

    @Test
    void servesUntilItIsAskedToEnd() throws Exception {
        Process process = commands.start(folder, "connect", "--port", "0");
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).matches("sc://localhost:\\d+/;token=[0-9a-f]{64}");
            assertThat(lines.readLine()).isEqualTo("Serving this address. To run a pipeline on it:");

            process.toHandle().destroy();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(lines.lines()).contains("Stopping. Press Ctrl-C again to end at once.");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Process process = commands.start(folder, "connect", "--port", port);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(output)
                    .contains("SESSION_NOT_STARTED: Port " + port + " cannot be listened on")
                    .contains("Another program listens on it")
                    .doesNotContain("Exception");
        }
    }
}
