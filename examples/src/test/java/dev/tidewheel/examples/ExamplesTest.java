package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dupdate.golden=true} writes what has happened into the stories. Twins have a test of their own. */
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
        ExampleRun run = new ExampleRun(example.copyTo(temp));

        Story lived = story.lived(run::take);

        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(example.storyFile(), lived.toString());
        }
        assertThat(lived.toString()).isEqualTo(Files.readString(example.storyFile()));
        assertSecondRunDoesNothing(lived);
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
