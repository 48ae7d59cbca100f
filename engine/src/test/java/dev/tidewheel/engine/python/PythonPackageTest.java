package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import dev.tidewheel.engine.testing.NeedsPython;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Python package, which are written in Python, in the environment that pipelines get. */
@NeedsPython
class PythonPackageTest {

    @Test
    void theTestsInPythonPass() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("tidewheel.root"));
        PythonEnvironment environment = PythonEnvironment.prepare(
                Path.of(System.getProperty("tidewheel.state")), List.of(), root, System.err::println);
        ProcessBuilder builder = new ProcessBuilder(
                environment.python().toString(), "-m", "unittest", "discover", "-s", "tests", "-t", ".");
        builder.directory(root.resolve("python").toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment.variables(List.of()));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("Ran [1-9]\\d+ tests").endsWith("OK\n");
    }
}
