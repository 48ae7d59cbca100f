package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.frontend.client.ClientRun;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client says where its storage is, and no more; it is the same pipeline all the same, whoever runs it. */
class ClientProjectTest {

    @TempDir
    Path folder;

    private Path project;
    private PipelineSettings ours;

    @BeforeEach
    void write() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("transformations/deep"));
        Files.writeString(project.resolve("spark-pipeline.yml"), "name: shop\nstorage: " + storage() + "\n");
        ours = PipelineFile.load(project, Map.of());
    }

    private String storage() {
        return folder.resolve("elsewhere/lake").toUri().toString();
    }

    private PipelineSettings server(Path at) {
        return PipelineSettings.builder("server", at)
                .mounts(Map.of("/Volumes", "/data"))
                .build();
    }

    private static ClientRun run(String storage, Path... sources) {
        return new ClientRun(
                () -> Definitions.NONE,
                new NameScope("c", "s"),
                Map.of("k", "v"),
                storage,
                new ClientRun.Refresh(List.of(), List.of(), false),
                false,
                List.of(sources),
                (time, line) -> {});
    }

    @Test
    void theServersOwn() {
        PipelineSettings found = ClientProject.settings(ours, run(storage()));

        assertThat(found.id()).isEqualTo(ours.id());
        assertThat(found.root()).isEqualTo(project);
        assertThat(found.catalog()).isEqualTo("c");
        assertThat(found.schema()).isEqualTo("s");
        assertThat(found.configuration()).containsExactly(Map.entry("k", "v"));
        assertThat(ClientProject.settings(ours, run("")).storageFolder()).isEqualTo(ours.storageFolder());
    }

    @Test
    void oneAboveItsSources() {
        PipelineSettings found =
                ClientProject.settings(server(folder), run(storage(), project.resolve("transformations/deep/a.py")));

        assertThat(found.id()).isEqualTo(ours.id());
        assertThat(found.name()).isEqualTo("shop");
        assertThat(found.root()).isEqualTo(project);
    }

    @Test
    void oneBesideItsStorage() throws IOException {
        Files.writeString(project.resolve("spark-pipeline.yml"), "name: shop\nstorage: lake\n");

        assertThat(ClientProject.settings(
                                server(folder), run(project.resolve("lake").toString()))
                        .id())
                .isEqualTo(ours.id());
    }

    @Test
    void oneWithoutFileIsKnownByItsStorage() {
        PipelineSettings other = server(folder.resolve("x"));
        PipelineSettings first = ClientProject.settings(other, run("file:///data/lake"));

        assertThat(ClientProject.settings(server(folder), run("/data/lake/")).id())
                .isEqualTo(first.id())
                .isNotEqualTo(ClientProject.settings(other, run("/data/other")).id());
        assertThat(first.storage()).isEqualTo("file:///data/lake");
        assertThat(ClientProject.settings(other, run("/Volumes/lake")).storage())
                .isEqualTo("/data/lake");
        assertThat(ClientProject.settings(other, run("lake")).storage())
                .isEqualTo(folder.resolve("x/lake").toString());
    }

    @Test
    void aFileWithAnotherStorageIsAnotherPipeline() {
        PipelineSettings found = ClientProject.settings(
                server(folder), run(folder.resolve("third").toString(), project.resolve("transformations/a.py")));

        assertThat(found.id()).isNotEqualTo(ours.id());
        assertThat(found.name()).isEqualTo(folder.resolve("third").toString());
    }
}
