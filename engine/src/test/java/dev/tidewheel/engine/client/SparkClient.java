package dev.tidewheel.engine.client;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidewheel.engine.frontend.python.host.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Spark's command line for pipelines, as it comes with its Python package, in processes of its own. Immutable. */
record SparkClient(Path python, String remote) {

    /** A process that was started in the background ignores interrupts, and so do its children, unless told otherwise. */
    private static final String INTERRUPTIBLE = """
            import os, signal, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable] + sys.argv[1:])
            """;

    private static final int MOST_SECONDS = 180;

    /** What a command printed, errors included, and how it ended. */
    record Result(String output, int status) {}

    static SparkClient of(String remote) {
        PythonEnvironment environment = PythonEnvironment.prepare(
                Path.of(System.getProperty("tidewheel.state")),
                List.of(),
                Path.of("").toAbsolutePath(),
                notice -> {});
        return new SparkClient(environment.python(), remote);
    }

    SparkClient to(String other) {
        return new SparkClient(python, other);
    }

    /** The Python part of {@code spark-pipelines}, which is given the address by its environment. */
    Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, arguments));
    }

    /** The same, not waited for; it can be interrupted. */
    Process start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-c", INTERRUPTIBLE));
        command.addAll(List.of("-W", "ignore", "-u", "-m", "pyspark.pipelines.cli"));
        command.addAll(Arrays.asList(arguments));
        return process(folder, command).start();
    }

    /** All of {@code spark-pipelines}: what its shell script does, with {@code --remote}. */
    Result launch(Path folder, String... arguments) throws IOException, InterruptedException {
        String module = python(folder, "import importlib.util as u; print(u.find_spec('pyspark').origin)")
                .output()
                .strip()
                .replace("__init__.py", "pipelines/cli.py");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.apache.spark.deploy.SparkPipelines",
                module));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--remote", remote));
        ProcessBuilder builder = process(folder, command);
        builder.environment().remove("SPARK_REMOTE");
        return ended(builder.start());
    }

    /** A program of a user who has the address. */
    Result python(Path folder, String program) throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile(folder, "program", ".py"), program);
        return ended(process(folder, List.of(python.toString(), "-W", "ignore", file.toString()))
                .start());
    }

    private ProcessBuilder process(Path folder, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SPARK_HOME"));
        builder.environment().put("PYSPARK_PYTHON", python.toString());
        builder.environment().put("SPARK_REMOTE", remote);
        return builder;
    }

    private static Result ended(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MOST_SECONDS, SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the client did not end: " + output);
        }
        return new Result(output, process.exitValue());
    }
}
