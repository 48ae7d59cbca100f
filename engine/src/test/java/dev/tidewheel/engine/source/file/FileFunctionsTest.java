package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileFunctionsTest {
    @TempDir
    Path folder;

    private SourceFixture files;

    @BeforeEach
    void setUp() {
        files = new SourceFixture(folder);
        files.write("a.json", "{\"id\": 1}");
    }

    private static FileFunctions functions(String query) {
        SourceText text = new SourceText("q.sql", query);
        return new FileFunctions(
                SourceFixture.session(),
                path -> path,
                origin -> text.locate(
                        (int) origin.startIndex().getOrElse(() -> 0),
                        (int) origin.stopIndex().getOrElse(() -> 0) + 1));
    }

    private static <T> T first(String query, Class<T> type) {
        LogicalPlan plan = parse(query);
        return scala.jdk.javaapi.CollectionConverters.asJava(plan.collectLeaves()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError(plan.treeString()));
    }

    private static LogicalPlan parse(String query) {
        try {
            return SourceFixture.session().sessionState().sqlParser().parsePlan(query);
        } catch (ParseException e) {
            throw new AssertionError(query, e);
        }
    }

    private static FileSource source(String query) {
        UnresolvedTableValuedFunction node = first(query, UnresolvedTableValuedFunction.class);
        assertThat(FileFunctions.reads(node)).isTrue();
        return functions(query).fromTableFunction(node);
    }

    private static List<Problem> problems(String query) {
        List<Problem> problems = new java.util.ArrayList<>();
        assertThatThrownBy(() -> source(query).resolveSchema(SchemaStore.none()))
                .isInstanceOfSatisfying(PipelineException.class, e -> problems.addAll(e.problems()));
        return problems;
    }

    @Test
    void readsFilesAsBatchAndStream() {
        FileSource batch =
                source("SELECT * FROM read_files('" + folder + "', format => 'json', `cloudFiles.schema` => 'id INT')");
        assertThat(batch.isStreaming()).isFalse();
        assertThat(batch.resolveSchema(SchemaStore.none()).rows().toDDL()).isEqualTo("id INT");

        FileSource stream = source("SELECT * FROM STREAM read_files('" + folder + "', schemaHints => 'id INT')");
        assertThat(stream.isStreaming()).isTrue();
        assertThat(stream.resolveSchema(SchemaStore.none()).rows().toDDL()).isEqualTo("id INT,_rescued_data STRING");
        assertThat(source("SELECT * FROM STREAM(read_files('" + folder + "'))").isStreaming())
                .isTrue();
    }

    @Test
    void computesConstants() {
        FileSource source =
                source("SELECT * FROM read_files(path => concat('" + folder + "', '/', lower('A'), '.json'), "
                        + "format => upper('JSON'), schema => 'id ' || 'INT', multiLine => 1 = 1, maxFilesPerTrigger => 1 + 1, "
                        + "modifiedAfter => TIMESTAMP'2020-01-01 00:00:00')");

        assertThat(SourceFixture.rows(SourceFixture.dataset(source.batch(source.resolveSchema(SchemaStore.none())))))
                .containsExactly("[1]");
    }

    @Test
    void readsCloudFiles() {
        FileSource source = source(
                "SELECT * FROM cloud_files('" + folder
                        + "', 'json', map('cloudFiles.inferColumnTypes', 'true', 'rescuedDataColumn', 'r', 'cloudFiles.region', 'x'))");
        assertThat(source.isStreaming()).isTrue();
        assertThat(source.resolveSchema(SchemaStore.none()).rows().toDDL()).isEqualTo("id BIGINT,r STRING");

        FileSource texts = source("SELECT * FROM cloud_files('" + folder + "', 'json')");
        assertThat(texts.resolveSchema(SchemaStore.none()).rows().toDDL()).isEqualTo("id STRING,_rescued_data STRING");
    }

    @Test
    void readsPathsOfAFormat() {
        String query = "SELECT * FROM JSON.`" + folder + "` WITH (rescuedDataColumn = '')";
        UnresolvedRelation relation = first(query, UnresolvedRelation.class);

        FileSource source = functions(query).fromRelation(relation).orElseThrow();

        assertThat(source.isStreaming()).isFalse();
        assertThat(source.resolveSchema(SchemaStore.none()).rows().toDDL()).isEqualTo("id BIGINT");
        assertThat(functions("").fromRelation(first("SELECT * FROM silver.orders", UnresolvedRelation.class)))
                .isEmpty();
        UnresolvedRelation stream = first("SELECT * FROM STREAM json.`" + folder + "`", UnresolvedRelation.class);
        assertThat(functions("").fromRelation(stream).orElseThrow().isStreaming())
                .isTrue();
    }

    @Test
    void showsTheOptionThatIsWrong() {
        String query = "SELECT * FROM read_files('" + folder + "',\n  fromat => 'json',\n  maxFilesPerTrigger => 0)";

        List<Problem> problems = problems(query);

        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.SOURCE_OPTION_INVALID);
        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "There is no option `fromat` for reading files",
                        "The option `maxFilesPerTrigger` cannot be `0`");
        assertThat(problems.get(0).fix()).contains("`format`");
        SourceLocation place = java.util.Objects.requireNonNull(problems.get(0).location());
        assertThat(place.line()).isEqualTo(2);
        assertThat(place.column()).isEqualTo(13);
        assertThat(java.util.Objects.requireNonNull(problems.get(1).location()).line())
                .isEqualTo(3);
    }

    @Test
    void showsThePathThatIsMissing() {
        Problem problem =
                problems("SELECT *\nFROM read_files('" + folder + "x')").get(0);

        assertThat(problem.code()).isEqualTo(ErrorCode.SOURCE_PATH_NOT_FOUND);
        assertThat(problem.message()).contains(folder + "x");
        assertThat(java.util.Objects.requireNonNull(problem.location()).toString())
                .isEqualTo("q.sql:2:17");
    }

    @Test
    void refusesWhatIsNotConstant() {
        assertThat(problems("SELECT * FROM read_files('/x', format => c)")
                        .get(0)
                        .message())
                .isEqualTo("The value of `format` must be a constant");
        assertThat(problems("SELECT * FROM read_files('/x', format => uuid())")
                        .get(0)
                        .message())
                .isEqualTo("The value of `format` must be a constant");
        assertThat(problems("SELECT * FROM read_files('/x', format => NULL)")
                        .get(0)
                        .message())
                .isEqualTo("`format` must not be NULL");
        assertThat(problems("SELECT * FROM read_files()").get(0).fix()).contains("read_files(");
        assertThat(problems("SELECT * FROM read_files('/x', 'json')").get(0).message())
                .contains("one path");
        assertThat(problems("SELECT * FROM cloud_files('/x')").get(0).fix()).contains("cloud_files(");
        assertThat(problems("SELECT * FROM read_files('/x', format => 'json', FORMAT => 'csv')")
                        .get(0)
                        .message())
                .contains("twice");
    }
}
