package dev.tidewheel.engine.frontend.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.api.Pipeline;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes in declarations are shown where the user made them. */
class MisuseTest {

    private static String shown(String statements) {
        return JavaSources.shown(JavaSources.problems(JavaSources.orders(statements)));
    }

    @Test
    void allMistakesOfADefinitionAreReportedTogether() {
        assertThat(shown("""
                                pipeline.streamingTable("orders")
                                        .comment("one")
                                        .expect("valid id", "")
                                        .from(context -> context.readStream("raw"))
                                        .from(context -> context.readStream("other"))
                                        .comment("two");
                                pipeline.streamingTable(" ");
                                pipeline.materializedView("daily");
                                pipeline.temporaryView("a-b").sql("SELECT 1");
                                pipeline.appendFlow("late").into("a.b.c.d").sql("SELECT 1");
                                pipeline.sink("alerts");
                        """)).isEqualTo("""
                        EXPECTATION_INVALID src/Orders.java:8:26: the expectation `valid id` has no condition
                                        .expect("valid id", "")
                                                 ^^^^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:10:17: the streaming table `orders` is given a second query; the first one is given at src/Orders.java:9:17
                                        .from(context -> context.readStream("other"))
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:11:17: the streaming table `orders` is given a second comment; the first one is given at src/Orders.java:7:17
                                        .comment("two");
                                        ^^^^^^^^^^^^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:12:9: a streaming table has no name
                                pipeline.streamingTable(" ");
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:14:33: `a-b` is not a name
                                pipeline.temporaryView("a-b").sql("SELECT 1");
                                                        ^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:15:43: `a.b.c.d` is not a name; it has 4 parts
                                pipeline.appendFlow("late").into("a.b.c.d").sql("SELECT 1");
                                                                  ^^^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:13:36: the materialized view `daily` has no query
                                pipeline.materializedView("daily");
                                                           ^^^^^
                        JAVA_DEFINITION_INVALID src/Orders.java:16:24: the sink `alerts` has no format
                                pipeline.sink("alerts");
                                               ^^^^^^""");
    }

    @Test
    void whatIsMissingOrContradictsIsFoundAtTheEnd() {
        assertThat(shown("""
                                pipeline.temporaryView("clean");
                                pipeline.appendFlow("late");
                                pipeline.streamingTable("orders").partitionedBy("day").clusterByAuto();
                        """))
                .contains("the view `clean` has no query")
                .contains("the flow `late` has no query")
                .contains("the flow `late` has no target")
                .contains("the streaming table `orders` is both partitioned and clustered");
    }

    @Test
    void emptyArguments() {
        assertThat(shown("""
                                pipeline.streamingTable(null);
                                pipeline.streamingTable("a").comment(null);
                                pipeline.streamingTable("b").from(null);
                                pipeline.streamingTable("c").sql("");
                                pipeline.streamingTable("d").property("key", null);
                                pipeline.streamingTable("e").partitionedBy();
                                pipeline.streamingTable("f").clusterBy("x", "");
                                pipeline.streamingTable("g").expect("", "true");
                                pipeline.streamingTable("h").schema("");
                                pipeline.streamingTable("i").sparkConf("", "1");
                                pipeline.materializedView("j").sql("SELECT 1").refreshPolicy(null);
                        """))
                .contains("Orders.java:6:9: a streaming table has no name")
                .contains("Orders.java:7:9: the streaming table `a` is given an empty comment")
                .contains("Orders.java:8:9: the streaming table `b` is given an empty query")
                .contains("Orders.java:9:9: the streaming table `c` is given an empty query")
                .contains("Orders.java:10:9: the streaming table `d` has no value for the property `key`")
                .contains("Orders.java:11:9: the streaming table `e` names no column in partitionedBy")
                .contains("Orders.java:12:9: the streaming table `f` is given an empty column in clusterBy")
                .contains("Orders.java:13:9: the streaming table `g` is given an empty name of an expectation")
                .contains("Orders.java:14:9: the streaming table `h` is given an empty schema")
                .contains("Orders.java:15:9: the streaming table `i` is given an empty setting")
                .contains("Orders.java:16:9: the materialized view `j` is given an empty refresh policy");
    }

    @Test
    void anExpectationTwice() {
        assertThat(shown("""
                                pipeline.streamingTable("orders")
                                        .expect("valid", "id > 0")
                                        .expectAllOrDrop(Map.of("VALID", "id > 1"));
                        """)).isEqualTo("""
                        DUPLICATE_DEFINITION src/Orders.java:8:42: the expectation `VALID` is declared twice; the first one is at src/Orders.java:7:26
                                        .expectAllOrDrop(Map.of("VALID", "id > 1"));
                                                                 ^^^^^""");
    }

    @Test
    void anExceptionInDefine() {
        List<Problem> problems = JavaSources.problems(JavaSources.orders("""
                        pipeline.streamingTable("orders").comment("");
                        int parts = Integer.parseInt("many");
                """));

        assertThat(JavaSources.shown(problems))
                .contains("the streaming table `orders` is given an empty comment")
                .endsWith("""
                        JAVA_DEFINITION_FAILED src/Orders.java:7:9: `define` of `Orders` failed: NumberFormatException: For input string: "many"
                                int parts = Integer.parseInt("many");
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^""");
        assertThat(problems.get(1).code()).isEqualTo(ErrorCode.JAVA_DEFINITION_FAILED);
    }

    @Test
    void anExceptionWithACause() {
        assertThat(shown("""
                                try {
                                    Map.of().put("a", "b");
                                } catch (UnsupportedOperationException e) {
                                    throw new IllegalStateException("no settings", new RuntimeException("file is gone"));
                                }
                        """))
                .startsWith("JAVA_DEFINITION_FAILED src/Orders.java:9:13: `define` of `Orders` failed:"
                        + " IllegalStateException: no settings; RuntimeException: file is gone");
    }

    @Test
    void endlessRecursionIsAnErrorOfTheDefinition() {
        assertThat(shown("define(pipeline);"))
                .startsWith(
                        "JAVA_DEFINITION_FAILED src/Orders.java:6:1: `define` of `Orders` failed: StackOverflowError");
    }

    @Test
    void aConstructorThatFails() {
        String source = """
                import dev.tidewheel.api.*;
                public class Orders implements PipelineDefinition {
                    static final int LIMIT = Integer.parseInt("x");
                    public void define(Pipeline pipeline) {}
                }
                """;
        assertThat(JavaSources.shown(
                        JavaSources.problems(new dev.tidewheel.model.text.SourceText("Orders.java", source))))
                .startsWith("JAVA_DEFINITION_FAILED Orders.java:3:5: making a `Orders` failed: NumberFormatException");
    }

    @Test
    void theCallThatCountsIsTheUsersOwn() {
        assertThat(shown("""
                                java.util.List.of("a", "").forEach(pipeline::streamingTable);
                                java.util.List.of("").forEach(
                                        name -> pipeline.streamingTable(name));
                        """))
                .contains("Orders.java:6:9: a streaming table has no name")
                .contains("Orders.java:8:17: a streaming table has no name");
    }

    @Test
    void aPipelineThatWasKept() {
        Pipeline[] kept = new Pipeline[1];
        JavaFrontEnd.define(pipeline -> kept[0] = pipeline, JavaSources.CONTEXT);

        assertThatThrownBy(() -> kept[0].streamingTable("late"))
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        error -> assertThat(error.problems().get(0).message())
                                .isEqualTo("the pipeline is already defined"));
    }
}
