package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.testkit.stored.TableContent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The same pipeline in other languages: whatever the original does they do, too, and then have the same tables. */
final class Twins {
    private final ExampleRun original;
    private final List<ExampleRun> twins;

    Twins(ExampleRun original, List<ExampleRun> twins) {
        this.original = original;
        this.twins = twins;
    }

    /** Those of an example that can be run on this machine. */
    static List<Example> of(Example example) {
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

    /**
     * Takes the step that the original has just taken. They read its files.
     *
     * @param result what came of it
     */
    void follow(Story.Step step, List<String> result) throws IOException {
        switch (step.verb()) {
            case "set" -> twins.forEach(twin -> twin.take(step));
            case "run" -> run(result);
            default -> assertThat(step.verb()).isIn("copy", "query");
        }
    }

    private void run(List<String> result) throws IOException {
        if (twins.isEmpty()) {
            return;
        }
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
