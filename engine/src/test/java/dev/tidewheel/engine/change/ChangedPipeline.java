package dev.tidewheel.engine.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.Differences;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.engine.testing.Update;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One pipeline whose definitions are changed all at once, so that many changes share a few updates. Statements are given
 * as they are before and after. Used by one thread.
 */
final class ChangedPipeline implements AutoCloseable {

    /** All rows that flows of the tests read. */
    static final String SOURCE = "CREATE STREAMING TABLE src AS SELECT * FROM STREAM read_files('data/in',"
            + " format => 'json', schema => 'id INT, name STRING, n INT, at TIMESTAMP, other TIMESTAMP');\n";

    final PipelineFixture pipeline;
    private final StringBuilder before = new StringBuilder(SOURCE);
    private final StringBuilder after = new StringBuilder(SOURCE);
    private UpdatePlan plan;

    ChangedPipeline(Path folder) {
        this.pipeline = PipelineFixture.in(folder);
        rows(1, "1 a 10:00");
        rows(2, "2 b 10:01");
        plan = null;
    }

    /** Writes a file of rows: id, name, time of day. */
    void rows(int file, String... rows) {
        List<String> lines = new ArrayList<>();
        for (String row : rows) {
            String[] parts = row.split(" ");
            String at = "2024-01-01T" + parts[2] + ":00Z";
            lines.add("{\"id\":" + parts[0] + ",\"name\":\"" + parts[1] + "\",\"n\":" + parts[0] + "0,\"at\":\"" + at
                    + "\",\"other\":\"" + at + "\"}");
        }
        pipeline.file("data/in/" + file + ".json", lines.toArray(String[]::new));
    }

    /** Statements that are replaced by others. */
    void change(String statements, String others) {
        before.append(statements).append('\n');
        after.append(others).append('\n');
    }

    /** Brings the pipeline up to date, changes its statements, and plans. */
    void apply() {
        pipeline.sql(before.toString()).update();
        pipeline.sql(after.toString());
        plan();
    }

    /** After {@link #apply}, statements are replaced once more. */
    void changeAgain(String statements, String others) {
        assertThat(after.toString()).contains(statements);
        pipeline.sql(after.toString().replace(statements, others));
    }

    void plan() {
        plan = pipeline.engine().plan(Selection.ALL);
    }

    UpdatePlan planned() {
        return Objects.requireNonNull(plan);
    }

    Update update() {
        return pipeline.update();
    }

    private Differences differences(String table) {
        return planned().tables().stream()
                .filter(found -> found.name().name().equals(table))
                .map(TablePlan::differences)
                .findFirst()
                .or(() -> planned().sinks().stream()
                        .filter(sink -> sink.name().name().equals(table))
                        .map(sink -> sink.differences())
                        .findFirst())
                .orElseThrow(() -> new AssertionError("no table " + table));
    }

    /** What the plan says has changed about a table, each with its effect. */
    List<String> changes(String table) {
        return differences(table).changes().stream()
                .map(change -> change.effect() + " " + change.words())
                .toList();
    }

    /** As {@link #changes}, of a plan that is made now and forgotten. */
    List<String> changesNow(String table) {
        UpdatePlan kept = plan;
        plan();
        List<String> changes = changes(table);
        plan = kept;
        return changes;
    }

    /** Expects one change of this effect, whose words hold these. */
    void changed(String table, ChangeEffect effect, String... words) {
        assertThat(changes(table)).hasSize(1);
        assertThat(changes(table).get(0)).startsWith(effect.name()).contains(words);
    }

    /** Names of what depends on a table whose rows are touched. */
    List<String> dependants(String table) {
        return differences(table).dependants().stream().map(name -> name.name()).toList();
    }

    /** Rows that the plan says are stored in a table that changes. */
    long touchedRows(String table) {
        return Objects.requireNonNull(differences(table).touched()).rows();
    }

    /** The only refusal of a table. */
    Problem refusal(String table) {
        List<Problem> found = planned().refusals().stream()
                .filter(problem -> String.valueOf(problem.dataset()).endsWith("." + table))
                .toList();
        assertThat(found).as("refusals of " + table).hasSize(1);
        return found.get(0);
    }

    /** A table as its log describes it. */
    TableSnapshot stored(String table) {
        try (Lake lake = new Lake(pipeline.session())) {
            return lake.snapshot(String.valueOf(pipeline.status(table).path())).orElseThrow();
        }
    }

    List<String> table(String name) {
        return pipeline.table(name);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
