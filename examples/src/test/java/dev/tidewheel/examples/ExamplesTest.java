package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dupdate.golden=true} writes what has happened into the stories. */
class ExamplesTest {
    private static final Pattern COPY =
            Pattern.compile("^\\s*cp examples/(\\S+) examples/(\\S+?)/?$", Pattern.MULTILINE);
    private static final Pattern QUERY = Pattern.compile("tidewheel query examples/(\\S+) \"([^\"]+)\"");

    @TempDir
    private Path temp;

    static List<Example> examples() {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void goesAsItsStoryTells(Example example) throws IOException {
        assertThat(example.story()).as("story of %s", example).isRegularFile();
        Story story = Story.parse(Files.readString(example.story()));
        ExampleRun run = new ExampleRun(example.copyTo(temp));

        Story lived = story.lived(run::take);

        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(example.story(), lived.toString());
        }
        assertThat(lived.toString()).isEqualTo(Files.readString(example.story()));
        assertSecondRunDoesNothing(lived);
        assertPreviewAndReadmeHold(example, story, run);
    }

    private static void assertSecondRunDoesNothing(Story story) {
        List<Story.Step> runs =
                story.steps().stream().filter(step -> step.verb().equals("run")).toList();
        assertThat(runs).as("runs").hasSizeGreaterThanOrEqualTo(2);
        assertThat(runs).extracting(step -> step.result().get(0)).containsOnly("COMPLETED");
        assertThat(runs.get(1).result()).containsExactly("COMPLETED", ExampleRun.NOTHING);
    }

    private static void assertPreviewAndReadmeHold(Example example, Story story, ExampleRun run) throws IOException {
        run.preview().ifPresent(rows -> assertThat(rows).as("preview").isNotEmpty());
        String readme = example.readme();
        List<String> copies = new ArrayList<>();
        for (Matcher copy = COPY.matcher(readme); copy.find(); ) {
            copies.add(copy.group(1) + " " + copy.group(2));
        }
        assertThat(story.arguments("copy").stream().map(copy -> withFolder(example, copy)))
                .as("files that the README tells to copy")
                .containsExactlyElementsOf(copies);
        for (Matcher query = QUERY.matcher(readme); query.find(); ) {
            assertThat(query.group(1))
                    .as("the folder in a command of the README")
                    .isEqualTo(example.name());
            assertThat(run.query(query.group(2).replace("\\`", "`")))
                    .as(query.group(2))
                    .isNotEmpty();
        }
    }

    /** From the folder of all examples, as the README writes it. */
    private static String withFolder(Example example, String copy) {
        return Arrays.stream(copy.split(" "))
                .map(path -> Path.of(example.name(), path).normalize().toString())
                .collect(Collectors.joining(" "));
    }
}
