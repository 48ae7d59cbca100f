package dev.tidewheel.engine.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.NeedsPython;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a class in Python that keeps variables for each group. */
@NeedsPython
class PythonStateChangesTest {

    private static final String COUNTED = """
            from pyspark import pipelines as dp
            from pyspark.sql import Row
            from pyspark.sql.streaming import StatefulProcessor


            class Count(StatefulProcessor):
                def init(self, handle):
                    self.seen = handle.getValueState("seen", "n INT")

                def handleInputRows(self, key, rows, timerValues):
                    known = self.seen.get()
                    n = (known[0] if known else 0) + len(list(rows))
                    self.seen.update((n,))
                    yield Row(key=key[0], n=n)

                def close(self):
                    pass


            @dp.table
            def counted():
                rows = spark.readStream.schema("user STRING, word STRING").json("data/words")
                return rows.groupBy("user").transformWithState(
                    Count(), "key STRING, n INT", outputMode="Append", timeMode="None"
                )
            """;

    private PipelineFixture pipeline;

    @BeforeEach
    void open(@TempDir Path folder) {
        pipeline = PipelineFixture.in(folder);
        pipeline.file("data/words/1.json", "{\"user\":\"ann\",\"word\":\"x\"}");
        pipeline.python("counted.py", COUNTED).update();
        assertThat(pipeline.table("counted")).containsExactly("ann|1");
        pipeline.file("data/words/2.json", "{\"user\":\"ann\",\"word\":\"y\"}");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void define(String text, String other) {
        assertThat(COUNTED).contains(text);
        pipeline.restart().python("counted.py", COUNTED.replace(text, other));
    }

    private List<String> changes() {
        return pipeline.engine().plan(Selection.ALL).tables().get(0).differences().changes().stream()
                .map(change -> change.effect() + " " + change.words())
                .toList();
    }

    @Test
    void whatTransformWithStateGroupsBy() {
        define("groupBy(\"user\")", "groupBy(\"word\")");
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message())
                .contains("transformWithState by user string", "transformWithState by word string");
        assertThat(problem.fix()).contains("undo the change", "--accept-reset counted");
        assertThat(pipeline.table("counted")).containsExactly("ann|1");
        pipeline.accepting("counted");
        assertThat(pipeline.table("counted")).containsExactly("x|1", "y|1");
    }

    @Test
    void whatTransformWithStateDoes() {
        define("n=n)", "n=n * 100)");
        assertThat(changes())
                .singleElement()
                .asString()
                .startsWith("FORWARD_ONLY the query changed")
                .endsWith("goes on");
        pipeline.update();
        assertThat(pipeline.table("counted")).as("goes on with its variables").containsExactly("ann|1", "ann|200");
    }

    @Test
    void aVariableOfTransformWithStateMore() {
        define("\"n INT\")\n", "\"n INT\")\n        self.more = handle.getValueState(\"more\", \"n INT\")\n");
        pipeline.update();
        assertThat(pipeline.table("counted")).as("the others go on").containsExactly("ann|1", "ann|2");

        define("getValueState(\"seen\"", "getValueState(\"other\"");
        pipeline.file("data/words/3.json", "{\"user\":\"ann\",\"word\":\"z\"}");
        pipeline.update();
        assertThat(pipeline.table("counted"))
                .as("with another name it begins empty")
                .containsExactly("ann|1", "ann|1", "ann|2");
    }

    @Test
    void theTypeOfAVariableOfTransformWithState() {
        define("\"n INT\")", "\"n STRING\")");
        Problem problem = pipeline.failure(ErrorCode.INCOMPATIBLE_CHANGE);
        assertThat(problem.message()).contains("the state that the flow has kept is not what its query keeps now");
        assertThat(problem.cause()).contains("n,IntegerType", "n,StringType").doesNotContain("stateSchemaCheck");
        assertThat(problem.fix()).contains("undo the change", "another name", "--full-refresh");
        assertThat(pipeline.table("counted")).containsExactly("ann|1");
        pipeline.restart().python("counted.py", COUNTED).update();
        assertThat(pipeline.table("counted")).as("undone").containsExactly("ann|1", "ann|2");
    }
}
