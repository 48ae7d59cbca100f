package dev.tidewheel.engine.frontend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.frontend.java.JavaLibraries.Compiled;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled libraries: announced to ServiceLoader, or named. */
class JarLoadingTest {
    private static final String SERVICE = "META-INF/services/dev.tidewheel.api.PipelineDefinition";

    @TempDir
    Path folder;

    private static SourceText source(String type, String table) {
        return new SourceText(
                type + ".java",
                "package shop;\nimport dev.tidewheel.api.*;\npublic class " + type
                        + " implements PipelineDefinition {\n  public void define(Pipeline pipeline) {\n"
                        + "    pipeline.streamingTable(\"" + table + "\").from(c -> c.readStream(\"raw\"));\n  }\n}\n");
    }

    private Path jar(String name, @Nullable String announced, SourceText... sources) throws IOException {
        Path classes = folder.resolve(name + ".classes");
        new SourceCompiler(ToolProvider.getSystemJavaCompiler())
                .compile(List.of(sources), List.of())
                .writeTo(classes);
        Path jar = folder.resolve(name);
        try (JarInputStream input = new JarInputStream(Files.newInputStream(classes));
                JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (JarEntry entry = input.getNextJarEntry(); entry != null; entry = input.getNextJarEntry()) {
                output.putNextEntry(new JarEntry(entry.getName()));
                input.transferTo(output);
            }
            if (announced != null) {
                output.putNextEntry(new JarEntry(SERVICE));
                output.write(announced.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static Definitions load(List<SourceText> sources, Compiled... compiled) {
        try (JavaFrontEnd frontEnd = new JavaFrontEnd()) {
            return frontEnd.load(new JavaLibraries(sources, List.of(compiled)), JavaSources.CONTEXT);
        }
    }

    private static Problem problem(Compiled... compiled) {
        PipelineException error = catchThrowableOfType(PipelineException.class, () -> load(List.of(), compiled));
        assertThat(error.problems()).hasSize(1);
        return error.problems().get(0);
    }

    private static List<String> names(Definitions definitions) {
        return definitions.datasets().stream()
                .map(dataset -> dataset.name().name())
                .toList();
    }

    @Test
    void announcedDefinitions() throws IOException {
        Path one = jar("one.jar", "shop.A\nshop.B\n", source("A", "a"), source("B", "b"), source("C", "c"));
        Path other = jar("other.jar", "shop.D", source("D", "d"));

        assertThat(names(load(List.of(), new Compiled(one, null)))).containsExactly("a", "b");
        assertThat(names(load(List.of(), new Compiled(other, "shop.D"), new Compiled(one, "shop.C"))))
                .as("a jar with a class gives that class only")
                .containsExactly("d", "c");
        assertThat(names(load(
                        List.of(), new Compiled(one, null), new Compiled(other, null), new Compiled(one, "shop.A"))))
                .as("none twice")
                .containsExactly("a", "b", "d");
    }

    @Test
    void linesOfJars() throws IOException {
        Path jar = jar("one.jar", "shop.A", source("A", "a"));
        Definitions definitions = load(List.of(), new Compiled(jar, null));

        assertThat(definitions.datasets().get(0).location()).hasToString("shop/A.java:5");
    }

    @Test
    void sourcesUseClassesOfJars() throws IOException {
        Path jar = jar(
                "names.jar",
                null,
                new SourceText(
                        "Names.java",
                        "package lib; public class Names { public static String of(String n) { return n + \"_x\"; } }"));
        SourceText source = new SourceText(
                "Orders.java",
                "import dev.tidewheel.api.*; class Orders implements PipelineDefinition { public void define(Pipeline p)"
                        + " { p.streamingTable(lib.Names.of(\"orders\")); } }");

        try (JavaFrontEnd frontEnd = new JavaFrontEnd()) {
            Definitions definitions = frontEnd.load(
                    new JavaLibraries(List.of(source), List.of(new Compiled(jar, "Orders"))), JavaSources.CONTEXT);

            assertThat(names(definitions)).containsExactly("orders_x");
            assertThat(frontEnd.jars()).hasSize(2).element(1).isEqualTo(jar.toString());
            assertThat(frontEnd.classLoader().getResource("lib/Names.class")).isNotNull();
        }
    }

    @Test
    void aClassOnTheClassPath() {
        assertThat(names(load(List.of(), new Compiled(null, OnClassPath.class.getName()))))
                .containsExactly("here");
    }

    @Test
    void aClassThatIsNotThere() throws IOException {
        Path jar = jar("one.jar", null, source("Orders", "a"));

        Problem missing = problem(new Compiled(jar, "shop.Order"));
        assertThat(missing.code()).isEqualTo(ErrorCode.JAVA_CLASS_NOT_FOUND);
        assertThat(missing.message()).isEqualTo("there is no class `shop.Order` in one.jar");
        assertThat(missing.fix()).isEqualTo("Did you mean `shop.Orders`?");
        assertThat(missing.location()).hasToString(jar.toString());
        assertThat(problem(new Compiled(jar, "Orders")).fix())
                .as("the package was forgotten")
                .isEqualTo("Did you mean `shop.Orders`?");
        assertThat(problem(new Compiled(null, "no.Such")).message())
                .isEqualTo("there is no class `no.Such` on the class path");
    }

    @Test
    void aClassThatIsNoDefinition() {
        assertThat(problem(new Compiled(null, "java.lang.String")).cause())
                .isEqualTo("it does not implement `dev.tidewheel.api.PipelineDefinition`");
        assertThat(problem(new Compiled(null, "dev.tidewheel.api.PipelineDefinition"))
                        .cause())
                .isEqualTo("it is abstract");
    }

    @Test
    void aJarThatAnnouncesNothing() throws IOException {
        Path jar = jar("one.jar", null, source("A", "a"));

        Problem problem = problem(new Compiled(jar, null));
        assertThat(problem.message()).isEqualTo("one.jar announces no pipeline definition");
        assertThat(problem.fix()).contains("class: <name>");
    }

    @Test
    void aJarThatAnnouncesWhatItLacks() throws IOException {
        Path jar = jar("one.jar", "shop.Missing", source("A", "a"));

        Problem problem = problem(new Compiled(jar, null));
        assertThat(problem.code()).isEqualTo(ErrorCode.JAVA_CLASS_NOT_FOUND);
        assertThat(problem.cause()).contains("shop.Missing");
    }

    @Test
    void jarsThatCannotBeRead() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

        assertThat(problem(new Compiled(folder.resolve("none.jar"), null)).code())
                .isEqualTo(ErrorCode.SOURCE_FILE_NOT_FOUND);
        assertThat(problem(new Compiled(text, null)).code()).isEqualTo(ErrorCode.SOURCE_FILE_UNSUPPORTED);
    }

    @Test
    void aClassWhoseLibraryIsMissing() throws IOException {
        Path base = jar("base.jar", null, source("Base", "a"));
        Path compiled = folder.resolve("child.jar");
        new SourceCompiler(ToolProvider.getSystemJavaCompiler())
                .compile(
                        List.of(new SourceText("Child.java", "package shop; public class Child extends Base {}")),
                        List.of(base))
                .writeTo(compiled);

        Problem problem = problem(new Compiled(compiled, "shop.Child"));
        assertThat(problem.message()).isEqualTo("the class `shop.Child` cannot be loaded");
        assertThat(problem.cause()).isEqualTo("NoClassDefFoundError: shop/Base");
    }

    /** Stands for a definition that is deployed with the engine. */
    public static final class OnClassPath implements dev.tidewheel.api.PipelineDefinition {
        @Override
        public void define(dev.tidewheel.api.Pipeline pipeline) {
            Map.of("here", "").keySet().forEach(pipeline::streamingTable);
        }
    }
}
