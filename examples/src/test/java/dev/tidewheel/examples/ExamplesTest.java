package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples with their twins in other languages. {@code -Dupdate.golden=true} writes what has happened into the stories. */
class ExamplesTest {
    @TempDir
    private Path temp;

    static List<Example> originals() {
        return Example.all().stream()
                .filter(example -> example.original().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("originals")
    void goesAsItsStoryTells(Example example) throws IOException {
        assertThat(example.storyFile()).as("story of %s", example).isRegularFile();
        Story story = example.story();
        Path folder = example.copyTo(temp);
        ExampleRun run = new ExampleRun(folder);
        Map<Example, ExampleRun> twinRuns = new LinkedHashMap<>();
        Twins.of(example).forEach(twin -> twinRuns.put(twin, new ExampleRun(folder.resolveSibling(twin.name()))));
        Twins twins = new Twins(run, List.copyOf(twinRuns.values()));

        Story lived = story.lived(step -> {
            List<String> result = run.take(step);
            try {
                twins.follow(step, result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return result;
        });

        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(example.storyFile(), lived.toString());
        }
        assertThat(lived.toString()).isEqualTo(Files.readString(example.storyFile()));
        assertSecondRunDoesNothing(lived);
        assertTheReaderSeesSomething(example, story, run);
        for (Map.Entry<Example, ExampleRun> twin : twinRuns.entrySet()) {
            assertTheReaderSeesSomething(twin.getKey(), twin.getKey().story(), twin.getValue());
        }
    }

    private static void assertTheReaderSeesSomething(Example example, Story story, ExampleRun run) throws IOException {
        run.preview().ifPresent(rows -> assertThat(rows).as("preview").isNotEmpty());
        example.readme().assertHolds(story, run);
    }

    private static void assertSecondRunDoesNothing(Story story) {
        List<Story.Step> runs =
                story.steps().stream().filter(step -> step.verb().equals("run")).toList();
        assertThat(runs).as("runs").hasSizeGreaterThanOrEqualTo(2);
        assertThat(runs).extracting(step -> step.result().get(0)).containsOnly("COMPLETED");
        assertThat(runs.get(1).result()).containsExactly("COMPLETED", ExampleRun.NOTHING);
    }
}
