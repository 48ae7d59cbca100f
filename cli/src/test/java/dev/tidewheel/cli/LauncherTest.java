package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The launcher is a shell script, and so is its test. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @Test
    void startsWithTheRightArguments() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("tidewheel.root"));
        Process process = new ProcessBuilder(
                        "sh",
                        root.resolve("cli/src/test/shell/launcher-test.sh").toString(),
                        root.resolve("tidewheel").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("all checks passed");
    }
}
