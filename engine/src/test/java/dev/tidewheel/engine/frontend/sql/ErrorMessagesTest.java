package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is said about wrong files, and where. The cases are in {@code errors.txt}: SQL, then lines that begin with
 * {@code >} for each problem in the form {@code line:column+length CODE message | cause | remedy}.
 */
class ErrorMessagesTest {

    /** What is expected by SQL, in the order of the file. */
    static Map<String, String> cases() throws IOException {
        String text;
        try (InputStream file = ErrorMessagesTest.class.getResourceAsStream("errors.txt")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        Map<String, String> cases = new LinkedHashMap<>();
        for (String part : text.split("\n\n")) {
            String sql = part.lines().filter(line -> !line.startsWith(">")).collect(Collectors.joining("\n"));
            String expected = part.lines().filter(line -> line.startsWith(">")).collect(Collectors.joining("\n"));
            cases.put(sql, expected);
        }
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> wrongFiles() throws IOException {
        Map<String, String> cases = cases();
        assertThat(cases).hasSizeGreaterThan(130);
        return cases.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().replace('\n', ' '),
                        () -> assertThat(problems(entry.getKey())).isEqualTo(entry.getValue())));
    }

    private static String problems(String sql) {
        Map<String, String> configuration = Map.of("start_date", "2025", "circle", "${round}", "round", "${circle}");
        PipelineException exception = catchThrowableOfType(
                PipelineException.class, () -> DefinitionText.parse(sql, configuration, Map.of("catalog", "main")));
        assertThat(exception).as("no problem in: %s", sql).isNotNull();
        return exception.problems().stream().map(ErrorMessagesTest::show).collect(Collectors.joining("\n"));
    }

    private static String show(Problem problem) {
        String place = problem.location() == null
                ? "?"
                : problem.location().line() + ":" + problem.location().column() + "+"
                        + problem.location().length();
        String rest = problem.fix().isEmpty() && problem.cause().isEmpty()
                ? ""
                : " | " + problem.cause() + " | " + problem.fix();
        return "> " + place + " " + problem.code() + " " + problem.message() + rest;
    }

    @Test
    void problemsNameTheirDatasetWhereItIsKnown() {
        PipelineException exception = catchThrowableOfType(
                PipelineException.class,
                () -> DefinitionText.parse("CREATE STREAMING TABLE orders PARTITIONED BY (a) CLUSTER BY (b)"));
        assertThat(exception.problems().get(0).dataset()).isEqualTo("main.sales.orders");
    }

    @Test
    void nestingHasALimit() {
        String deep = "CREATE TEMPORARY VIEW v AS SELECT " + "(".repeat(300) + "1" + ")".repeat(300);
        String types = "CREATE STREAMING TABLE t (a " + "ARRAY<".repeat(300) + "INT" + ">".repeat(300) + ")";
        assertThat(problems(deep)).contains("more than 200 levels");
        assertThat(problems(types)).contains("more than 200 levels");
    }
}
