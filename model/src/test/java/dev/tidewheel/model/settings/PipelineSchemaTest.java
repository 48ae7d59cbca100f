package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.document.Key;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in schema and guide follow the table of keys; {@code -Dupdate.golden=true} writes the schema anew. */
class PipelineSchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("tidewheel.root"));

    @Test
    void theSchemaInTheDocumentationIsCurrent() throws IOException {
        Path file = ROOT.resolve("docs/spec/pipeline.schema.json");
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(file, PipelineFile.jsonSchema());
        }

        assertThat(file)
                .as("run again with -Dupdate.golden=true")
                .content(StandardCharsets.UTF_8)
                .isEqualTo(PipelineFile.jsonSchema());
    }

    @Test
    void theJarShipsTheSchema() throws IOException {
        try (InputStream resource = PipelineFile.class.getResourceAsStream("/dev/tidewheel/pipeline.schema.json")) {
            assertThat(resource).isNotNull();
            assertThat(new String(resource.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"libraries\"");
        }
    }

    @Test
    void theGuideNamesEachKey() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/pipeline-file.md"));

        assertThat(PipelineKeys.PIPELINE.keys())
                .extracting(Key::name)
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }
}
