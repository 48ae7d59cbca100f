package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/dependencies.md} has a line for each dependency of the root pom. */
class DependencyListTest {
    private static final Path ROOT = Path.of(System.getProperty("tidewheel.root"));
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    @Test
    void namesEachDependency() throws IOException {
        String list = Files.readString(ROOT.resolve("docs/dependencies.md"));
        List<String> artifacts = DEPENDENCY
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .filter(match -> !match.group(1).equals("dev.tidewheel"))
                .map(DependencyListTest::artifact)
                .distinct()
                .toList();

        assertThat(artifacts).hasSizeGreaterThan(10);
        assertThat(artifacts).allSatisfy(artifact -> assertThat(list).contains(artifact));
    }

    private static String artifact(MatchResult match) {
        return match.group(2).replace("${scala.binary}", "2.13");
    }
}
