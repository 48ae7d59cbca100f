package dev.tidewheel.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.error.PipelineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewProjectTest {
    @TempDir
    private Path temporary;

    @Test
    void writesAProjectNamedAfterItsFolder() throws Exception {
        Path folder = temporary.resolve("Web Shop 2/deep");
        List<Path> files = NewProject.in(folder, Template.SHOP, Language.SQL);

        assertThat(files)
                .contains(Path.of("pipeline.yml"), Path.of(".gitignore"))
                .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile());
        assertThat(Files.readString(folder.resolve("pipeline.yml"))).startsWith("name: deep\n");
        assertThat(Files.readString(NewProjectTest.named(temporary.resolve("Web-Shop 2"))))
                .startsWith("name: web_shop_2\n");
        assertThat(Files.readString(NewProjectTest.named(temporary.resolve("2026"))))
                .startsWith("name: pipeline_2026\n");
    }

    @Test
    void everyLanguageHasItsFiles() throws Exception {
        Path folder = temporary.resolve("shop");
        List<Path> files = NewProject.in(folder, Template.SHOP, Language.PYTHON);

        assertThat(files)
                .contains(Path.of("transformations/bronze.py"), Path.of("data/customers/customers.csv"))
                .noneMatch(file -> file.toString().endsWith(".sql"))
                .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile());
        assertThat(Files.readString(folder.resolve("README.md"))).contains("Python");
        assertThat(Files.readString(folder.resolve("pipeline.yml"))).startsWith("name: shop\n");
    }

    private static Path named(Path folder) {
        NewProject.in(folder, Template.SHOP, Language.SQL);
        return folder.resolve("pipeline.yml");
    }

    @Test
    void anEmptyFolderIsFine() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("empty"));
        assertThat(NewProject.in(folder, Template.SHOP, Language.SQL)).hasSizeGreaterThan(5);
    }

    @Test
    void aFolderWithSomethingInItStaysAsItIs() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("full"));
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThatThrownBy(() -> NewProject.in(folder, Template.SHOP, Language.SQL))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        failure -> assertThat(failure.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.cause()).contains("mine.txt")));
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("mine.txt"));
    }

    @Test
    void aFileIsNotAFolder() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThatThrownBy(() -> NewProject.in(file, Template.SHOP, Language.SQL))
                .hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> NewProject.in(file.resolve("below"), Template.SHOP, Language.SQL))
                .hasMessageContaining("Cannot write to");
    }
}
