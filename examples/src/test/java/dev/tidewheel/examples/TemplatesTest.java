package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.cli.project.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    @EnumSource
    void runInSql(Template template) throws IOException {
        assertRuns(template, Language.SQL);
    }

    /** The one over files is told about by {@link TwinsTest}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHOP")
    @EnabledIf("dev.tidewheel.examples.TwinsTest#pythonIsHere")
    void runInPython(Template template) throws IOException {
        assertRuns(template, Language.PYTHON);
    }

    private void assertRuns(Template template, Language language) throws IOException {
        Path folder = temp.resolve("project");
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
    }
}
