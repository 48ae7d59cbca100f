package dev.tidewheel.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemPrinterTest {
    private static final Problem COLUMN = Problem.of(ErrorCode.QUERY_INVALID, "There is no column amout")
            .because("The columns are amount, id")
            .remedy("Did you mean amount?")
            .at(new SourceLocation("sql/silver.sql", 12, 8, 5, "SELECT amout FROM orders"))
            .in("main.default.silver");
    private static final Problem EARLIER = Problem.of(ErrorCode.SQL_SYNTAX, "Unexpected FORM")
            .at(new SourceLocation("sql/silver.sql", 3, 12, 4, "\tSELECT 日本 FORM x"));
    private static final Problem FILE = Problem.of(ErrorCode.SOURCE_FILE_NOT_FOUND, "No file matches sql/*.sq")
            .at(SourceLocation.ofFile("pipeline.yml"));
    private static final Problem NOWHERE =
            Problem.of(ErrorCode.EMPTY_PIPELINE, "The pipeline has no datasets").because("first line\nsecond line");

    private static String printed(Problem... problems) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(new ByteArrayOutputStream(), err);
        ProblemPrinter.of(OutputFormat.TEXT, console).print(List.of(problems));
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void groupsByFileAndOrdersByLine() {
        assertThat(printed(COLUMN, FILE, EARLIER, NOWHERE)).isEqualTo("""
                EMPTY_PIPELINE: The pipeline has no datasets
                    cause    First line
                             second line

                sql/silver.sql:3:12: SQL_SYNTAX: Unexpected FORM
                    3 |  SELECT 日本 FORM x
                      |              ^^^^

                sql/silver.sql:12:8: QUERY_INVALID: There is no column amout
                    12 | SELECT amout FROM orders
                       |        ^^^^^
                    dataset  main.default.silver
                    cause    The columns are amount, id
                    fix      Did you mean amount?

                pipeline.yml: SOURCE_FILE_NOT_FOUND: No file matches sql/*.sq

                4 problems in 2 files
                """.replace("    \n", "\n"));
    }

    @Test
    void aLongLineIsCutAroundTheProblem() {
        String line = "SELECT " + "a, ".repeat(100) + "oops FROM t" + ", b".repeat(100);
        int column = line.indexOf("oops") + 1;
        String text = printed(Problem.of(ErrorCode.QUERY_INVALID, "No column oops")
                .at(new SourceLocation("a.sql", 1, column, 4, line)));

        String[] lines = text.split("\n");
        assertThat(lines[1].length()).isLessThanOrEqualTo(160);
        assertThat(lines[1].substring(lines[2].indexOf('^'), lines[2].lastIndexOf('^') + 1))
                .isEqualTo("oops");
    }

    @Test
    void onATerminalThereAreColours() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.ofTerminal(new ByteArrayOutputStream(), err, 80);
        ProblemPrinter.of(OutputFormat.TEXT, console).print(List.of(NOWHERE));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\u001b[1;31mEMPTY_PIPELINE\u001b[0m");
    }

    @Test
    void jsonHoldsEverythingThatIsKnown() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = Console.of(out, new ByteArrayOutputStream());
        ProblemPrinter.of(OutputFormat.JSON, console).print(List.of(COLUMN, FILE));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"problems\":[{\"code\":\"QUERY_INVALID\",\"category\":\"USER\","
                        + "\"message\":\"There is no column amout\",\"cause\":\"The columns are amount, id\","
                        + "\"fix\":\"Did you mean amount?\",\"dataset\":\"main.default.silver\","
                        + "\"location\":{\"file\":\"sql/silver.sql\",\"line\":12,\"column\":8,\"length\":5}},"
                        + "{\"code\":\"SOURCE_FILE_NOT_FOUND\",\"category\":\"USER\","
                        + "\"message\":\"No file matches sql/*.sq\",\"location\":{\"file\":\"pipeline.yml\"}}]}\n");
    }
}
