package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.cli.project.Template;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New projects do what their README says, in both languages. */
class TemplatesTest {
    private static final Pattern QUERY = Pattern.compile("(?m)^tidewheel query \\. \"(.*)\"$");

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHOP")
    void runInSql(Template template) throws IOException {
        assertRuns(template, Language.SQL);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHOP")
    @EnabledIf("dev.tidewheel.examples.Twins#pythonIsHere")
    void runInPython(Template template) throws IOException {
        assertRuns(template, Language.PYTHON);
    }

    /** The one over files has the same tables in both languages; the others make rows of their own up. */
    @Test
    void theShopIsTheSameInBothLanguages() throws IOException {
        ExampleRun sql = assertRuns(Template.SHOP, Language.SQL);
        assertThat(sql.tables()).hasSizeGreaterThanOrEqualTo(4);

        if (Twins.pythonIsHere()) {
            ExampleRun python = assertRuns(Template.SHOP, Language.PYTHON);
            assertThat(python.tables()).containsOnlyKeys(sql.tables().keySet());
            for (Map.Entry<String, TableContent> table : sql.tables().entrySet()) {
                assertThat(python.tables().get(table.getKey()).differencesTo(table.getValue()))
                        .as(table.getKey())
                        .isEmpty();
            }
        }
    }

    private ExampleRun assertRuns(Template template, Language language) throws IOException {
        // the name of the folder is that of the pipeline
        Path folder = Files.createDirectories(temp.resolve(language.name())).resolve("project");
        NewProject.in(folder, template, language);
        ExampleRun project = new ExampleRun(folder);

        assertThat(project.run()).first().isEqualTo("COMPLETED");

        project.tables()
                .forEach((name, table) -> assertThat(table.rows()).as(name).isNotEmpty());
        Matcher query = QUERY.matcher(Files.readString(folder.resolve("README.md")));
        assertThat(query.results())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(project.query(found.group(1)))
                        .as(found.group(1))
                        .isNotEmpty());
        assertThat(project.run()).as("a second time").first().isEqualTo("COMPLETED");
        return project;
    }
}
