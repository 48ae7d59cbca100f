package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that reads a data source of a jar, which only the command line names. */
class LibraryOptionsTest {

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void publish() throws IOException {
        Path version = Files.createDirectories(folder.resolve("repository/test/counted/1.0"));
        jar = version.resolve("counted-1.0.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"));
            out.write(CountedSource.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                version.resolve("counted-1.0.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>counted</artifactId>"
                        + "<version>1.0</version></project>");
        Path sources = Files.createDirectories(folder.resolve("pipeline/transformations"));
        Files.writeString(folder.resolve("pipeline/pipeline.yml"), "name: counting\n");
        Files.writeString(
                sources.resolve("counted.sql"),
                "CREATE MATERIALIZED VIEW counted AS SELECT * FROM read_source('counted', to => 3)");
    }

    private Stage.Result run(String command, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of(command, folder.resolve("pipeline").toString()));
        arguments.addAll(List.of(options));
        return new CommandsHere().run(arguments);
    }

    @Test
    void jarsAndPackagesOfTheCommandLineAreUsed() {
        String repository = folder.resolve("repository").toUri().toString();
        assertThat(run("validate").output()).contains("data source `counted` cannot be read");
        assertThat(run("validate", "--jars", jar.toString()).exitCode()).isZero();
        assertThat(run("plan", "--packages", "test:counted:1.0", "--repositories", repository)
                        .exitCode())
                .isZero();
        assertThat(run("run", "--packages", "test:counted:1.0", "--repositories", repository)
                        .exitCode())
                .isZero();
        assertThat(run("query", "SELECT count(*) AS n FROM counted").output()).contains("3");
    }

    @Test
    void whatIsNotThereIsNamed() {
        Stage.Result noJar = run("validate", "--jars", "nowhere.jar", "--packages", "nonsense");

        assertThat(noJar.exitCode()).isEqualTo(2);
        assertThat(noJar.output())
                .contains("--jars nowhere.jar")
                .contains("nowhere.jar` does not exist")
                .contains("--packages nonsense")
                .contains("Write group:artifact:version");
    }
}
