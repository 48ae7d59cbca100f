package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example in {@code docs/pipeline-file.md} is a pipeline file that loads. */
class GuideExamplesTest {
    private static final Path GUIDE = Path.of(System.getProperty("tidewheel.root"), "docs", "pipeline-file.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```(yaml|json)\\n(.*?)```");
    private static final Pattern FILE_NAME = Pattern.compile("# (\\S+\\.yml)\\n");

    @TempDir
    private Path temp;

    @Test
    void load() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(GUIDE))
                .results()
                .filter(example -> !example.group(2).contains("yaml-language-server"))
                .toList();
        assertThat(examples).hasSizeGreaterThan(6);

        Files.createDirectories(temp.resolve("src"));
        PipelineFolder folder = new PipelineFolder(temp);
        for (int i = 0; i < examples.size(); i++) {
            String content = examples.get(i).group(2);
            Matcher name = FILE_NAME.matcher(content);
            if (name.lookingAt()) {
                folder.with(name.group(1), content);
            } else {
                String file = "example" + i + "." + examples.get(i).group(1);
                PipelineSettings settings = folder.with(file, content).load(file);
                assertThat(settings.name()).isIn("orders", "example" + i);
            }
        }
        assertThat(folder.load("pipeline.yml").name()).isEqualTo("orders");
        assertThat(folder.load("databricks.yml", Map.of("bundle.target", "prod"))
                        .catalog())
                .isEqualTo("shop");
    }
}
