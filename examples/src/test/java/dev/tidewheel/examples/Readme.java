package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text beside an example, whose commands a reader will type. Immutable. */
record Readme(String example, String text) {
    private static final Pattern COPY =
            Pattern.compile("^\\s*cp examples/(\\S+) examples/(\\S+?)/?$", Pattern.MULTILINE);
    private static final Pattern QUERY = Pattern.compile("tidewheel query examples/(\\S+) \"([^\"]+)\"");

    /** Its commands fit to a story that the example has just lived through, and its queries give something. */
    void assertHolds(Story story, ExampleRun run) {
        List<String> copies = new ArrayList<>();
        for (Matcher copy = COPY.matcher(text); copy.find(); ) {
            copies.add(copy.group(1) + " " + copy.group(2));
        }
        assertThat(copies)
                .as("files that the README tells to copy")
                .containsExactlyElementsOf(story.arguments("copy").stream()
                        .map(this::fromTheFolderOfAll)
                        .toList());
        for (Matcher query = QUERY.matcher(text); query.find(); ) {
            assertThat(query.group(1))
                    .as("the folder in a command of the README")
                    .isEqualTo(example);
            assertThat(run.query(query.group(2).replace("\\`", "`")))
                    .as(query.group(2))
                    .isNotEmpty();
        }
    }

    private String fromTheFolderOfAll(String copy) {
        return Arrays.stream(copy.split(" "))
                .map(path -> Path.of(example, path).normalize().toString())
                .collect(Collectors.joining(" "));
    }
}
