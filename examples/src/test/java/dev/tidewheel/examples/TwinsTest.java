package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.examples.stored.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
                .filter(example -> !example.twins().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examplesWithTwins")
    void liveTheSameLife(Example example) throws IOException {
        Path folder = example.copyTo(temp);
        ExampleRun original = new ExampleRun(folder);
        List<ExampleRun> twins = example.twins().stream()
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

        for (Example twin : example.twins()) {
            ExampleRun run = new ExampleRun(folder.resolveSibling(twin.name()));
            run.preview().ifPresent(rows -> assertThat(rows).as("preview").isNotEmpty());
            twin.readme().assertHolds(twin.story(), run);
        }
    }

    @Test
    void soDoTheProjectsThatInitWrites() throws IOException {
        Path sql = Files.createDirectories(temp.resolve("sql")).resolve("shop");
        Path python = Files.createDirectories(temp.resolve("python")).resolve("shop");
        NewProject.in(sql, Language.SQL);
        NewProject.in(python, Language.PYTHON);

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
