package dev.tidewheel.engine.frontend.python.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines without Python, with a wrong one, and with one that cannot make what is asked for. */
@NeedsPython
class PythonEnvironmentTest {

    @TempDir
    Path folder;

    private static Problem problem(ThrowingCallable action) {
        List<Problem> problems =
                catchThrowableOfType(PipelineException.class, action).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private Path script(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @Test
    void noPythonAtAll() {
        Problem problem = problem(() -> Interpreter.candidates(Map.of("PATH", folder.toString())));
        assertThat(problem.code()).isEqualTo(ErrorCode.PYTHON_NOT_FOUND);
        assertThat(problem.fix()).contains("3.10").contains("TIDEWHEEL_PYTHON");

        problem = problem(() -> Interpreter.candidates(Map.of("TIDEWHEEL_PYTHON", "/nowhere/python3")));
        assertThat(problem.message()).contains("/nowhere/python3");
    }

    @Test
    void theFirstThatIsNewEnough() throws IOException {
        Path old = script("python3", "echo Python 3.8.1");
        Path good = script("python3.12", "echo Python 3.12.4");
        Map<String, String> environment = Map.of("PATH", folder.toString());

        List<Interpreter> candidates = Interpreter.candidates(environment);
        assertThat(candidates).extracting(Interpreter::command).containsExactly(old, good);
        assertThat(Interpreter.firstUsable(candidates).command()).isEqualTo(good);

        Files.delete(good);
        Problem problem = problem(() -> Interpreter.firstUsable(Interpreter.candidates(environment)));
        assertThat(problem.code()).isEqualTo(ErrorCode.PYTHON_NOT_FOUND);
        assertThat(problem.cause()).isEqualTo(old + " is Python 3.8.1");
    }

    @Test
    void venvIsMissing() throws IOException {
        Path python = script(
                "python3",
                "[ \"$1\" = --version ] && { echo Python 3.11.2; exit 0; }",
                "echo 'ensurepip is not available'; exit 1");
        Problem problem = problem(() -> PythonEnvironment.prepare(
                folder.resolve("state"), List.of(), folder, notice -> {}, List.of(new Interpreter(python))));
        assertThat(problem.code()).isEqualTo(ErrorCode.PYTHON_ENVIRONMENT_FAILED);
        assertThat(problem.cause()).contains("ensurepip is not available");
        assertThat(problem.fix()).contains("python3-venv");
    }

    @Test
    void aPackageThatCannotBeInstalledIsNamedAndTriedAgainNextTime() {
        List<String> notices = new ArrayList<>();
        List<Interpreter> candidates = Interpreter.candidates(System.getenv());
        for (int attempt = 1; attempt <= 2; attempt++) {
            Problem problem = problem(() -> PythonEnvironment.prepare(
                    folder.resolve("state"),
                    List.of("./missing-1.0-py3-none-any.whl"),
                    folder,
                    notices::add,
                    candidates));
            assertThat(problem.code()).isEqualTo(ErrorCode.PYTHON_ENVIRONMENT_FAILED);
            assertThat(problem.cause()).contains("missing-1.0-py3-none-any.whl");
            assertThat(problem.fix()).contains("dependencies");
            assertThat(notices).hasSize(attempt);
        }
    }

    @Test
    void whatTheMachineHasOnItsPathStaysOutside() throws IOException, InterruptedException {
        Path foreign = Files.createDirectories(folder.resolve("spark/python"));
        Files.createDirectories(foreign.resolve("pyspark"));
        Files.writeString(foreign.resolve("pyspark/__init__.py"), "raise ImportError('the wrong Spark')");
        Files.writeString(folder.resolve("mine.py"), "WORD = 'mine'");
        PythonEnvironment environment = PythonEnvironment.prepare(
                Path.of(System.getProperty("tidewheel.state")), List.of(), folder, notice -> {});
        ProcessBuilder builder = new ProcessBuilder(
                        environment.python().toString(),
                        "-c",
                        "import os, mine, pyspark, dlt; print(mine.WORD, pyspark.__version__, 'SPARK_HOME' in os.environ)")
                .redirectErrorStream(true);
        builder.environment().putAll(environment.variables(List.of(folder)));
        // as Spark does it: whatever it has found comes first
        builder.environment().merge("PYTHONPATH", foreign.toString(), (ours, theirs) -> theirs + ":" + ours + ":");
        builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());

        Process process = builder.start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("mine 4.2.0 False");
    }
}
