package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.submit.ProjectJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code spark-submit} is given; that it works on a cluster is tested with the examples. */
@DisabledOnOs(OS.WINDOWS)
class SubmitCommandTest {
    @TempDir
    private Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @BeforeEach
    void project() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("spark/bin"));
        executable(bin.resolve("spark-submit"), "#!/bin/sh\nexit 3\n");
        environment.put("SPARK_HOME", temp.resolve("spark").toString());
        write("pipeline.yml", "name: shop\nconfiguration:\n  spark.executor.memory: 2g\n  threshold: 3\n");
        write("transformations/a.sql", "CREATE MATERIALIZED VIEW a AS SELECT 1 AS x;");
        write(".tidewheel/tables/old", "not to be sent");
    }

    private void write(String file, String text) throws IOException {
        Path path = temp.resolve("shop").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int submit(String... options) {
        screen.reset();
        Console console = Console.of(screen, screen);
        CommandLine command = new CommandLine(new SubmitCommand(console, environment));
        Failures failures = new Failures(console);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
        String[] all = new String[options.length + 1];
        all[0] = temp.resolve("shop").toString();
        System.arraycopy(options, 0, all, 1, options.length);
        int exitCode = command.execute(all);
        console.flush();
        return exitCode;
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void clientModeRunsTheSameCommandOnThisMachine() {
        int exitCode = submit(
                "--dry-run",
                "--master",
                "yarn",
                "--conf",
                "spark.executor.cores=2",
                "--set",
                "threshold=a b",
                "--full-refresh",
                "a",
                "--continuous");

        assertThat(exitCode).isZero();
        assertThat(shown())
                .startsWith(temp.resolve("spark/bin/spark-submit")
                        + " --master yarn --deploy-mode client --name shop --class dev.tidewheel.cli.SubmittedTidewheel"
                        + " --jars ")
                .contains("delta-spark_", "delta-kernel-api-", "kafka-clients-", " --driver-class-path ")
                .doesNotContain("spark-core_", "hadoop-client", "scala-library", "jackson-databind")
                .contains("--conf spark.executor.memory=2g --conf spark.executor.cores=2"
                        + " --conf spark.driver.extraJavaOptions=-Xss4m ")
                .endsWith(" run " + temp.resolve("shop") + " --set 'threshold=a b' --conf spark.executor.cores=2"
                        + " --full-refresh a --continuous\n");
    }

    @Test
    void clusterModeTakesTheProjectAlong() throws IOException {
        String storage = "storage=hdfs://somewhere/shop";
        int exitCode =
                submit("--dry-run", "--master", "k8s://https://h:1", "--deploy-mode", "cluster", "--set", storage);

        assertThat(exitCode).as(shown()).isZero();
        assertThat(shown())
                .contains(" --deploy-mode cluster ", " run @project --set " + storage + " ", " --set id=")
                .doesNotContain("--driver-class-path");
        Matcher jar = Pattern.compile("[^,]+/tidewheel-project\\.jar").matcher(shown());
        assertThat(jar.find()).isTrue();
        try (JarFile sent = new JarFile(jar.group())) {
            assertThat(sent.stream().map(Object::toString))
                    .containsExactlyInAnyOrder(
                            "tidewheel-project/pipeline.yml",
                            "tidewheel-project/transformations/a.sql",
                            "tidewheel-project/.files");
        }
        Path unpacked = temp.resolve("unpacked");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {Path.of(jar.group()).toUri().toURL()}, null)) {
            ProjectJar.unpack(loader, unpacked);
        }
        assertThat(unpacked.resolve("transformations/a.sql"))
                .hasSameTextualContentAs(temp.resolve("shop/transformations/a.sql"));
    }

    @Test
    void yarnDoesNotBeginAFailedResetAgain() throws IOException {
        String once = " --conf spark.yarn.maxAppAttempts=1 ";
        assertThat(onYarn()).doesNotContain("maxAppAttempts");
        assertThat(onYarn("--accept-reset", "a")).as("only if it has to be").doesNotContain("maxAppAttempts");
        assertThat(onYarn("--full-refresh", "a")).contains(once);
        assertThat(onYarn("--full-refresh-all")).contains(once);
        assertThat(onYarn("--reset-checkpoint", "a")).contains(once);
        assertThat(onYarn("--full-refresh", "a", "--conf", "spark.yarn.maxAppAttempts=4"))
                .contains(" --conf spark.yarn.maxAppAttempts=4 ")
                .doesNotContain("spark.yarn.maxAppAttempts=1");

        Path conf = Files.createDirectories(temp.resolve("spark/conf"));
        Files.writeString(conf.resolve("spark-defaults.conf"), "spark.yarn.maxAppAttempts  3\n");
        assertThat(onYarn("--full-refresh", "a")).as("set for all").doesNotContain("maxAppAttempts");
    }

    private String onYarn(String... options) {
        List<String> all = new ArrayList<>(List.of("--dry-run", "--master", "yarn", "--deploy-mode", "cluster"));
        all.addAll(List.of("--set", "storage=hdfs://somewhere/shop"));
        all.addAll(List.of(options));
        assertThat(submit(all.toArray(String[]::new))).as(shown()).isZero();
        return shown();
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(submit("--master", "yarn", "--deploy-mode", "cluster")).isEqualTo(ExitCode.INVALID);
        assertThat(shown()).contains("STORAGE_NOT_SHARED", "--deploy-mode client");

        assertThat(submit()).isEqualTo(ExitCode.INVALID);
        assertThat(shown()).contains("MASTER_NOT_GIVEN", "--master yarn");
        Path conf = Files.createDirectories(temp.resolve("spark/conf"));
        Files.writeString(conf.resolve("spark-defaults.conf"), "spark.master  spark://h:7077\n");
        assertThat(submit("--dry-run")).isZero();
        assertThat(shown()).contains("--master spark://h:7077 ");

        environment.put("SPARK_HOME", temp.resolve("nowhere").toString());
        assertThat(submit("--master", "yarn")).isEqualTo(ExitCode.INVALID);
        assertThat(shown()).contains("SPARK_SUBMIT_NOT_FOUND", "SPARK_HOME is");
        environment.clear();
        assertThat(submit("--master", "yarn")).isEqualTo(ExitCode.INVALID);
        assertThat(shown()).contains("SPARK_SUBMIT_NOT_FOUND", "PATH");

        environment.put("PATH", temp.resolve("spark/bin").toString());
        assertThat(submit("--master", "yarn")).as("of spark-submit").isEqualTo(3);
    }

    @Test
    void yarnAndKubernetesAreReachedThroughSpark() {
        CommandLine commands = Tidewheel.commandLine(Console.of(screen, screen));
        Tidewheel.addEngineCommands(commands, new RecordingEngine(), Console.of(screen, screen));

        assertThat(SparkHandover.of(commands, new String[] {"run", "shop"}, environment))
                .isEmpty();
        assertThat(SparkHandover.of(commands, new String[] {"run", "shop", "--master", "spark://h:1"}, environment))
                .isEmpty();
        assertThat(SparkHandover.of(commands, new String[] {"submit", "shop", "--master", "yarn"}, environment))
                .isEmpty();
        String[] query = {"query", "shop", "SELECT 1", "--master", "yarn", "--conf", "spark.executor.memory=2g"};
        assertThat(SparkHandover.of(commands, query, environment)
                        .orElseThrow()
                        .submission()
                        .text())
                .contains(" --master yarn --deploy-mode client ", " --conf spark.executor.memory=2g ")
                .endsWith(" query shop 'SELECT 1' --master yarn --conf spark.executor.memory=2g");
    }
}
