package dev.tidewheel.engine.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import dev.tidewheel.engine.testing.NeedsPython;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every function that a pipeline in Python can call, and every parameter of it, is used by a pipeline of the tests. */
@NeedsPython
class PythonCoverageTest {

    @Test
    void everyNameAndParameterIsUsedOrDocumentedAsRefused() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("tidewheel.root"));
        Path resources = root.resolve("engine/src/test/resources");
        PythonEnvironment environment = PythonEnvironment.prepare(
                Path.of(System.getProperty("tidewheel.state")), List.of(), root, System.err::println);
        ProcessBuilder builder = new ProcessBuilder(
                        environment.python().toString(),
                        resources.resolve("python-coverage/api_coverage.py").toString(),
                        resources.resolve("python-corpus").toString(),
                        resources.resolve("python-refused").toString(),
                        root.resolve("docs/python.md").toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment.variables(List.of()));

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isEmpty();
    }
}
