package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.cli.project.Template;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Examples in SQL and their twins in other languages: all through the story of the original they do the same, and have
 * the same tables.
 */
class TwinsTest {
    @TempDir
    private Path temp;

    static List<Example> examplesWithTwins() {
        return Example.all().stream()
                .filter(example -> !twins(example).isEmpty())
                .toList();
    }

    /** Those that can be run on this machine. */
    private static List<Example> twins(Example example) {
        return example.twins().stream()
                .filter(twin -> pythonIsHere() || !twin.name().endsWith("-python"))
                .toList();
    }

    /** Looks where the product looks. Without Python, all else works and is tested. */
    static boolean pythonIsHere() {
        String chosen = System.getenv().getOrDefault("TIDEWHEEL_PYTHON", "");
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return !chosen.isBlank()
                || Arrays.stream(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    }

    @ParameterizedTest
    @MethodSource("examplesWithTwins")
    void liveTheSameLife(Example example) throws IOException {
        Path folder = example.copyTo(temp);
        ExampleRun original = new ExampleRun(folder);
        List<ExampleRun> twins = twins(example).stream()
                .map(twin -> new ExampleRun(folder.resolveSibling(twin.name())))
                .toList();

        for (Story.Step step : example.story().steps()) {
            switch (step.verb()) {
                case "copy" -> original.take(step);
                case "set" -> {
                    original.take(step);
                    twins.forEach(twin -> twin.take(step));
                }
                case "run" -> runAll(original, twins);
                default -> assertThat(step.verb()).isEqualTo("query");
            }
        }

        for (Example twin : twins(example)) {
            ExampleRun run = new ExampleRun(folder.resolveSibling(twin.name()));
            run.preview().ifPresent(rows -> assertThat(rows).as("preview").isNotEmpty());
            twin.readme().assertHolds(twin.story(), run);
        }
    }

    @Test
    @EnabledIf("pythonIsHere")
    void soDoTheProjectsThatInitWrites() throws IOException {
        Path sql = Files.createDirectories(temp.resolve("sql")).resolve("shop");
        Path python = Files.createDirectories(temp.resolve("python")).resolve("shop");
        NewProject.in(sql, Template.SHOP, Language.SQL);
        NewProject.in(python, Template.SHOP, Language.PYTHON);

        ExampleRun original = new ExampleRun(sql);
        runAll(original, List.of(new ExampleRun(python)));

        assertThat(original.tables()).hasSizeGreaterThanOrEqualTo(4);
    }

    private static void runAll(ExampleRun original, List<ExampleRun> twins) throws IOException {
        List<String> result = original.run();
        Map<String, TableContent> tables = original.tables();
        assertThat(tables).isNotEmpty();
        for (ExampleRun twin : twins) {
            assertThat(twin.run()).as("what flows did in %s", twin).isEqualTo(result);
            Map<String, TableContent> found = twin.tables();
            assertThat(found).as("tables of %s", twin).containsOnlyKeys(tables.keySet());
            tables.forEach((name, table) -> assertThat(found.get(name).differencesTo(table))
                    .as("differences of %s in %s", name, twin)
                    .isEmpty());
        }
    }
}
