package dev.tidewheel.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java sources and SQL files of one pipeline, from the files to the tables. */
class MixedPipelineTest {
    private static final String SQL = """
            CREATE STREAMING TABLE raw AS SELECT id, amount FROM STREAM read_files('%s', format => 'json');
            CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS orders, sum(half) AS halves FROM clean;
            """;

    private static final String JAVA = """
            import dev.tidewheel.api.Pipeline;
            import dev.tidewheel.api.PipelineDefinition;
            import org.apache.spark.api.java.function.MapFunction;
            import org.apache.spark.sql.Encoders;
            import static org.apache.spark.sql.functions.col;

            public final class Orders implements PipelineDefinition {
                @Override
                public void define(Pipeline pipeline) {
                    long divisor = Long.parseLong(pipeline.configuration("divisor", "1"));
                    pipeline.streamingTable("clean")
                            .expectOrDrop("valid id", "id IS NOT NULL")
                            .from(context -> context.readStream("raw")
                                    .filter("amount > 0")
                                    .withColumn("half", col("amount").divide(divisor)));
                    pipeline.materializedView("words")
                            .from(context -> context.read("clean")
                                    .select(col("id").cast("string"))
                                    .map((MapFunction<org.apache.spark.sql.Row, String>)
                                            row -> "order " + row.getString(0) + divisor, Encoders.STRING())
                                    .toDF("word"));
                    pipeline.temporaryView("labels")
                            .from(context -> context.read("clean")
                                    .select(col("id").cast("string"))
                                    .map((MapFunction<org.apache.spark.sql.Row, String>)
                                            row -> "order " + row.getString(0), Encoders.STRING())
                                    .toDF("label"));
                }
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("input"));
        Files.createDirectories(folder.resolve("transformations"));
        Files.writeString(
                folder.resolve("input/one.json"),
                "{\"id\":1,\"amount\":10}\n{\"id\":2,\"amount\":-1}\n{\"amount\":4}\n{\"id\":3,\"amount\":20}\n");
        sql(SQL.formatted(folder.resolve("input")));
    }

    private void sql(String text) throws IOException {
        Files.writeString(folder.resolve("transformations/tables.sql"), text);
    }

    private void java(String text) throws IOException {
        Files.writeString(folder.resolve("transformations/Orders.java"), text);
    }

    private PipelineEngine engine() {
        return engine("2");
    }

    private PipelineEngine engine(String divisor) {
        // a session of its own, because a session remembers where its catalogs are
        SparkSession session = TestSession.get().newSession();
        SparkSession.setActiveSession(session);
        return PipelineEngine.on(
                session,
                PipelineSettings.builder("mixed", folder)
                        .configuration(Map.of("divisor", divisor))
                        .build());
    }

    private static void complete(UpdateResult result) {
        assertThat(result.problems()).isEmpty();
        assertThat(result.completed()).isTrue();
    }

    private UpdateResult run() {
        try (PipelineEngine engine = engine()) {
            return engine.run(UpdateRequest.of(Selection.ALL));
        }
    }

    private List<String> rows(String query) {
        try (PipelineEngine engine = engine()) {
            return TestSession.rows(engine.query(query));
        }
    }

    private List<Problem> problems() {
        try (PipelineEngine engine = engine()) {
            return catchThrowableOfType(PipelineException.class, engine::validate)
                    .problems();
        }
    }

    private long version(String table) {
        try (PipelineEngine engine = engine()) {
            return engine.tables().stream()
                    .filter(status -> status.name().equals(table))
                    .findFirst()
                    .orElseThrow()
                    .version();
        }
    }

    @Test
    void javaReadsSqlAndSqlReadsJava() throws IOException {
        java(JAVA);
        complete(run());

        assertThat(rows("SELECT id, amount, half FROM clean")).containsExactly("[1,10,5.0]", "[3,20,10.0]");
        assertThat(rows("SELECT * FROM totals")).containsExactly("[2,15.0]");
        assertThat(rows("SELECT word FROM words"))
                .as("the lambda runs on executors, with what it has captured")
                .containsExactly("[order 12]", "[order 32]");
    }

    @Test
    void whatChangesAFunctionRecomputesItsView() throws IOException {
        java(JAVA);
        sql(SQL.formatted(folder.resolve("input"))
                + "CREATE STREAMING TABLE window FLOW REPLACE WHERE label > 'n' BY NAME SELECT label FROM labels;");
        complete(run());
        long version = version("main.default.words");
        complete(run());
        assertThat(version("main.default.words"))
                .as("nothing has changed, though the code was loaded anew")
                .isEqualTo(version);

        java(JAVA.replace("\"order \"", "\"purchase \""));
        complete(run());

        assertThat(rows("SELECT word FROM words")).containsExactly("[purchase 12]", "[purchase 32]");
        assertThat(rows("SELECT label FROM window"))
                .as("a lambda in a window that is replaced by delta-spark")
                .containsExactly("[purchase 1]", "[purchase 3]");

        try (PipelineEngine engine = engine("5")) {
            complete(engine.run(UpdateRequest.of(Selection.ALL)));
        }
        assertThat(rows("SELECT word FROM words"))
                .as("a value that a lambda has captured is nowhere in the plan")
                .containsExactly("[purchase 15]", "[purchase 35]");
    }

    @Test
    void errorsInFunctionsAreShownWhereTheyAre() throws IOException {
        java(JAVA.replace(".filter(\"amount > 0\")", ".filter(\"amout > 0\")")
                .replace(
                        "row.getString(0) + divisor, Encoders.STRING())", "divisor, Encoders.STRING()).select(\"x\")"));
        List<Problem> problems = problems();

        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.QUERY_INVALID);
        Problem misspelt = problems.get(0);
        assertThat(misspelt.message()).contains("amout");
        assertThat(misspelt.fix()).contains("amount");
        assertThat(misspelt.location()).hasToString("transformations/Orders.java:14:34");
        assertThat(misspelt.location().lineText().strip()).isEqualTo(".filter(\"amout > 0\")");
    }

    @Test
    void unknownNamesAndFailures() throws IOException {
        java(JAVA.replace("context.readStream(\"raw\")", "context.readStream(\"rav\")")
                .replaceFirst(
                        "context\\.read\\(\"clean\"\\)", "context.read(Integer.toString(1 / (int) (divisor - 2)))"));
        List<Problem> problems = problems();

        assertThat(problems)
                .extracting(Problem::code)
                .containsExactly(ErrorCode.DATASET_NOT_FOUND, ErrorCode.JAVA_DEFINITION_FAILED);
        assertThat(problems.get(0).location()).hasToString("transformations/Orders.java:13:54");
        assertThat(problems.get(1).message()).isEqualTo("the query of `words` failed: ArithmeticException: / by zero");
        assertThat(problems.get(1).location().line()).isEqualTo(17);
    }

    @Test
    void sqlInsideOfFunctions() throws IOException {
        java(JAVA.replace("context.readStream(\"raw\")", "context.sql(\"SELECT id, amoun FROM STREAM(raw)\")"));
        Problem problem = problems().get(0);

        assertThat(problem.message()).contains("amoun");
        assertThat(problem.location()).hasToString("transformations/Orders.java:13:58");
    }

    @Test
    void sqlInsideOfFunctionsThatCannotBeParsedOrFindsNothing() throws IOException {
        java(JAVA.replace("context.readStream(\"raw\")", "context.sql(\"SELECT id FROM STREAM(rav)\")")
                .replace("context.read(\"clean\")", "context.sql(\"SELEC 1\")"));
        List<Problem> problems = problems();

        assertThat(problems.get(0).code()).isEqualTo(ErrorCode.DATASET_NOT_FOUND);
        assertThat(problems.get(0).location()).hasToString("transformations/Orders.java:13:62");
        assertThat(problems.get(1).location()).hasToString("transformations/Orders.java:17:47");
    }

    @Test
    void problemsOfAllFilesAreReportedTogether() throws IOException {
        java(JAVA.replace("\"clean\"", "\"\""));
        sql("CREATE STREAMING TABLE 1");
        assertThat(problems())
                .extracting(Problem::code)
                .contains(ErrorCode.SQL_SYNTAX, ErrorCode.JAVA_DEFINITION_INVALID);
    }

    @Test
    void aTableInBothLanguages() throws IOException {
        java(JAVA);
        sql(SQL.formatted(folder.resolve("input")) + "CREATE STREAMING TABLE clean (id INT);");
        Problem problem = problems().get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.DUPLICATE_DEFINITION);
        assertThat(problem.location()).hasToString("transformations/Orders.java:11:34");
        assertThat(problem.cause()).contains("transformations/tables.sql:3:24");
    }
}
