package dev.tidewheel.engine.frontend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources are compiled together, and their errors are located. */
class CompilationTest {
    private static final SourceText NAMES = new SourceText(
            "lib/Names.java", "package shop.lib;\npublic interface Names {\n  String ORDERS = \"orders\";\n}\n");

    private static SourceText definition(String type, String body) {
        return new SourceText(
                "src/" + type + ".java",
                "package shop;\nimport dev.tidewheel.api.*;\npublic class " + type
                        + " implements PipelineDefinition {\n  public void define(Pipeline pipeline) {\n" + body
                        + "\n  }\n}\n");
    }

    @Test
    void sourcesUseEachOtherInAnyOrder() {
        Definitions definitions = JavaSources.load(
                definition("Second", "pipeline.streamingTable(shop.lib.Names.ORDERS);"),
                NAMES,
                definition("First", "pipeline.streamingTable(\"first\");"));

        assertThat(definitions.datasets())
                .extracting(dataset -> dataset.name().name())
                .as("in the order of the files")
                .containsExactly("orders", "first");
        assertThat(definitions.datasets().get(0).location()).hasToString("src/Second.java:5:1");
    }

    @Test
    void onlyTopLevelClassesThatCanBeMadeAreRun() {
        Definitions definitions = JavaSources.load(new SourceText("All.java", """
                import dev.tidewheel.api.*;
                abstract class Base implements PipelineDefinition {
                    public void define(Pipeline pipeline) { pipeline.streamingTable(name()); }
                    abstract String name();
                }
                interface Marker extends PipelineDefinition {}
                class Hidden extends Base implements Marker {
                    static class Nested implements PipelineDefinition {
                        public void define(Pipeline pipeline) { pipeline.streamingTable("nested"); }
                    }
                    String name() { return "hidden"; }
                }
                """));

        assertThat(definitions.datasets())
                .extracting(dataset -> dataset.name().name())
                .containsExactly("hidden");
    }

    @Test
    void allErrorsOfAllFiles() {
        List<Problem> problems = JavaSources.problems(
                definition("First", "    pipeline.streamngTable(\"a\");"),
                definition("Second", "    int x = \"text\";\r\n    Strin y = null;"));

        assertThat(JavaSources.shown(problems)).isEqualTo("""
                        JAVA_COMPILATION_FAILED src/First.java:5:13: cannot find symbol; symbol method streamngTable(String), location variable pipeline of type Pipeline
                            pipeline.streamngTable("a");
                                    ^^^^^^^^^^^^^^
                        JAVA_COMPILATION_FAILED src/Second.java:5:13: incompatible types: String cannot be converted to int
                            int x = "text";
                                    ^^^^^^
                        JAVA_COMPILATION_FAILED src/Second.java:6:5: cannot find symbol; symbol class Strin, location class shop.Second
                            Strin y = null;
                            ^^^^^""");
    }

    @Test
    void aClassInAFileOfAnotherName() {
        Problem problem = JavaSources.problems(
                        new SourceText("other.java", definition("First", "").content()))
                .get(0);

        assertThat(problem.message()).contains("class First is public, should be declared in a file named First.java");
        assertThat(problem.location()).hasToString("other.java:3:8");
    }

    @Test
    void noDefinitionAmongTheSources() {
        Problem problem = JavaSources.problems(NAMES).get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.JAVA_CLASS_NOT_FOUND);
        assertThat(problem.location()).hasToString("lib/Names.java");
    }

    @Test
    void aDefinitionThatCannotBeMade() {
        Problem problem = JavaSources.problems(new SourceText(
                        "Orders.java",
                        "import dev.tidewheel.api.*;\nrecord Orders(int x) implements PipelineDefinition {\n"
                                + "public void define(Pipeline pipeline) {} }"))
                .get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.JAVA_DEFINITION_INVALID);
        assertThat(problem.cause()).isEqualTo("it has no constructor without parameters");
        assertThat(problem.location()).hasToString("Orders.java");
    }

    @Test
    void aJavaWithoutCompiler() {
        JavaLibraries libraries = new JavaLibraries(List.of(NAMES), List.of());
        PipelineException error = catchThrowableOfType(
                PipelineException.class, () -> LoadedCode.load(libraries, new SourceCompiler(null)));

        assertThat(error.problems().get(0).code()).isEqualTo(ErrorCode.JAVA_COMPILATION_FAILED);
        assertThat(error.problems().get(0).cause()).contains("a runtime without a compiler");
        assertThat(error.problems().get(0).fix()).contains("JDK");
    }

    @Test
    void codeIsCompiledAnewOnlyWhenItChanges() {
        try (JavaFrontEnd frontEnd = new JavaFrontEnd()) {
            JavaLibraries one =
                    new JavaLibraries(List.of(definition("A", "pipeline.streamingTable(\"a\");")), List.of());
            JavaLibraries two =
                    new JavaLibraries(List.of(definition("A", "pipeline.streamingTable(\"b\");")), List.of());

            frontEnd.load(one, JavaSources.CONTEXT);
            List<String> first = frontEnd.jars();
            frontEnd.load(one, JavaSources.CONTEXT);
            assertThat(frontEnd.jars()).isEqualTo(first);
            Definitions changed = frontEnd.load(two, JavaSources.CONTEXT);

            assertThat(frontEnd.jars()).hasSize(1).doesNotContainAnyElementsOf(first);
            assertThat(changed.datasets().get(0).name().name()).isEqualTo("b");
        }
    }

    @Test
    void closingRemovesWhatWasCompiled() {
        JavaFrontEnd frontEnd = new JavaFrontEnd();
        frontEnd.load(new JavaLibraries(List.of(definition("A", "")), List.of()), JavaSources.CONTEXT);
        Path jar = Path.of(frontEnd.jars().get(0));
        assertThat(jar).exists();

        frontEnd.close();

        assertThat(Files.exists(jar)).isFalse();
        assertThat(frontEnd.jars()).isEmpty();
    }

    @Test
    void theVersionOfCodeTellsChangesFromRepetitions() {
        assertThat(version("pipeline.streamingTable(\"a\").from(c -> c.readStream(\"x\"));"))
                .isEqualTo(version("pipeline.streamingTable(\"a\").from(c -> c.readStream(\"x\"));"))
                .isNotEqualTo(version("pipeline.streamingTable(\"a\").from(c -> c.readStream(\"y\"));"));
    }

    private static String version(String body) {
        try (JavaFrontEnd frontEnd = new JavaFrontEnd()) {
            return frontEnd.load(new JavaLibraries(List.of(definition("A", body)), List.of()), JavaSources.CONTEXT)
                    .flows()
                    .get(0)
                    .query()
                    .fingerprintText();
        }
    }
}
