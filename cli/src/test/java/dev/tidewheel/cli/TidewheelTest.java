package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TidewheelTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RecordingEngine engine = new RecordingEngine();

    private int execute(String... arguments) {
        Console console = Console.of(out, err);
        CommandLine commandLine = Tidewheel.commandLine(console);
        Tidewheel.addEngineCommands(commandLine, engine, console);
        int exitCode = commandLine.execute(arguments);
        console.flush();
        return exitCode;
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runPassesAllOptions() {
        int exitCode = execute(
                "run",
                "my pipeline",
                "--full-refresh",
                "a,b",
                "--refresh",
                "c",
                "--set",
                "day=2026-01-01 x",
                "--set",
                "k=a=b",
                "--master",
                "spark://h:1",
                "--conf",
                "spark.x=1",
                "--packages",
                "g:a:1,g:b:2",
                "--packages",
                "g:c:3",
                "--repositories",
                "https://example.org/maven",
                "--jars",
                "libs/a.jar",
                "--accept-reset",
                "d",
                "--accept-reset",
                "e");

        assertThat(exitCode).isZero();
        SpecRequest pipeline = new SpecRequest(
                Path.of("my pipeline"),
                Map.of("day", "2026-01-01 x", "k", "a=b"),
                "spark://h:1",
                Map.of("spark.x", "1"),
                new LibraryRequest(
                        List.of("g:a:1", "g:b:2", "g:c:3"),
                        List.of("https://example.org/maven"),
                        List.of(Path.of("libs/a.jar"))),
                false);
        assertThat(engine.asked)
                .containsExactly(new RunRequest(
                        pipeline, List.of("a", "b"), false, List.of("c"), false, List.of("d", "e"), List.of()));
    }

    @Test
    void aFailedUpdateIsOneAndAnInvalidPipelineTwo() {
        engine.outcome = new EngineCommands.UpdateOutcome(false, List.of());
        assertThat(execute("run", "p")).isEqualTo(1);

        engine.outcome = new EngineCommands.UpdateOutcome(
                false, List.of(Problem.of(ErrorCode.EXPECTATION_VIOLATION, "A row broke a rule")));
        assertThat(execute("run", "p")).isEqualTo(1);

        engine.outcome = new EngineCommands.UpdateOutcome(
                false, List.of(Problem.of(ErrorCode.CYCLE, "`a` reads `b` and `b` reads `a`")));
        assertThat(execute("run", "p")).isEqualTo(2);
        assertThat(err())
                .contains("EXPECTATION_VIOLATION: A row broke a rule", "CYCLE: `a` reads `b` and `b` reads `a`");
    }

    @Test
    void problemsOfTheUserAreTwoOthersOne() {
        engine.failingWith(
                Problem.of(ErrorCode.SQL_SYNTAX, "Unexpected ')'").at(new SourceLocation("a.sql", 1, 3, 1, "x )")));
        assertThat(execute("validate", "p")).isEqualTo(2);
        assertThat(err()).contains("a.sql:1:3: SQL_SYNTAX: Unexpected ')'");

        engine.failingWith(Problem.of(ErrorCode.IO_FAILURE, "The disk is full"));
        assertThat(execute("query", "p", "SELECT 1")).isEqualTo(1);
    }

    @Test
    void anUnknownFailureShowsNoTraceButAFile() throws Exception {
        engine.failure = new IllegalStateException("boom");

        assertThat(execute("plan", "p")).isEqualTo(1);

        assertThat(err())
                .contains("INTERNAL")
                .contains("IllegalStateException: boom")
                .doesNotContain("\tat ");
        Path file = Path.of(err().replaceAll("(?s).*with the file (\\S+).*", "$1"));
        assertThat(Files.readString(file)).contains("at dev.tidewheel.cli.TidewheelTest.");
        Files.delete(file);
    }

    @Test
    void withFormatJsonProblemsAreJson() {
        engine.failingWith(Problem.of(ErrorCode.CYCLE, "round"));

        assertThat(execute("graph", "p", "--format", "json")).isEqualTo(2);

        assertThat(out())
                .isEqualTo("{\"problems\":[{\"code\":\"CYCLE\",\"category\":\"USER\",\"message\":\"round\"}]}\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void resultsGoToTheFirstStream() {
        assertThat(execute("query", "p", "SELECT 1", "--format", "csv")).isZero();
        assertThat(execute("tables", "p", "--format", "json")).isZero();
        assertThat(execute("graph", "p", "--format", "mermaid")).isZero();
        assertThat(execute("events", "p", "--level", "WARN", "--update", "7", "--follow"))
                .isZero();

        assertThat(out()).isEqualTo("name\nSELECT 1\n{\"name\":\"orders\"}\ngraph MERMAID\nan event\n");
        assertThat(engine.asked.get(3))
                .isEqualTo(new EventsRequest(((SpecRequest) engine.asked.get(0)), "7", "WARN", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "run",
                "run p --refresh",
                "run p --no-such-option",
                "query p",
                "query p s --format mermaid",
                "graph p --format csv",
                "events p --level LOUD",
                "run p --set novalue",
                "init",
                "init p --template shops",
                "init p --language java",
                "validate p q",
                "savepoints",
                "savepoints create",
                "restore p",
                "run p --reset-checkpoint",
                "connect --port x",
                "connect p q"
            })
    void wrongUsageIsTwoWithAHint(String line) {
        assertThat(execute(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

        assertThat(err()).startsWith("tidewheel: ").contains("--help'").doesNotContain("Exception");
        assertThat(out()).isEmpty();
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void connectPrintsTheAddressAndEndsItsServer() {
        assertThat(execute("connect", "p", "--port", "7", "--set", "a=b")).isZero();

        assertThat(out()).isEqualTo("sc://localhost:7/;token=secret\n");
        assertThat(err()).contains("spark-pipelines run --remote \"sc://localhost:7/;token=secret\"", "an update");
        assertThat(engine.asked)
                .containsExactly(
                        new SpecRequest(Path.of("p"), Map.of("a", "b"), null, Map.of(), LibraryRequest.NONE, false),
                        7,
                        "close");
    }

    @Test
    void connectNeedsNoPipeline() {
        assertThat(execute("connect")).isZero();

        assertThat(engine.asked)
                .startsWith(new SpecRequest(Path.of(""), Map.of(), null, Map.of(), LibraryRequest.NONE, false), 15002);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(execute("--help")).isZero();
        assertThat(out()).contains("init", "run", "validate", "graph", "plan", "query", "events", "tables", "connect");
        assertThat(execute("run", "--help")).isZero();
        assertThat(out()).contains("--full-refresh-all");
    }

    @Test
    void savepointsAreListedMadeRemovedAndGoneBackTo() {
        assertThat(execute("savepoints", "p", "--format", "csv")).isZero();
        assertThat(execute("savepoints", "list", "p", "--format", "csv")).isZero();
        assertThat(execute("savepoints", "create", "p", "--name", "before", "orders+", "silver.*"))
                .isZero();
        assertThat(execute("savepoints", "expire", "p", "old", "--older-than", "2 days"))
                .isZero();
        assertThat(execute("restore", "p", "before", "orders+")).isZero();
        assertThat(execute("run", "p", "--reset-checkpoint", "a,b")).isZero();

        SpecRequest p = new SpecRequest(Path.of("p"), Map.of(), null, Map.of(), LibraryRequest.NONE, false);
        assertThat(out()).startsWith("name\nbefore\nname\nbefore\n").contains("created", "expired", "restored");
        assertThat(engine.asked)
                .containsExactly(
                        p,
                        p,
                        "before[orders+, silver.*]",
                        p,
                        "[old]2 days",
                        p,
                        "before[orders+]",
                        p,
                        new RunRequest(p, List.of(), false, List.of(), false, List.of(), List.of("a", "b")));
    }

    @Test
    void aMisspeltCommandGetsASuggestion() {
        assertThat(execute("validat", "p")).isEqualTo(2);
        assertThat(err()).contains("Did you mean 'validate'?");
    }
}
