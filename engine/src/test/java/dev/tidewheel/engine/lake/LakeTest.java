package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.rows;
import static dev.tidewheel.engine.testing.TestSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();
    private Lake lake;
    private String table;

    @BeforeEach
    void open() {
        lake = new Lake(session);
        table = folder.resolve("ta ble ü").toString();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Dataset<Row> delta() {
        return session.read().format("delta").load(table);
    }

    private Dataset<Row> scan() {
        return org.apache.spark.sql.classic.Dataset.ofRows(
                (org.apache.spark.sql.classic.SparkSession) session,
                lake.scan(lake.snapshot(table).orElseThrow()));
    }

    @Test
    void aMissingTableIsEmpty() {
        assertThat(lake.snapshot(table)).isEmpty();
        assertThat(lake.latestVersion(table)).isEqualTo(-1);
    }

    @Test
    void whoMayNotWriteChangesNothing() {
        lake.replace(
                table, TableLayout.of(StructType.fromDDL("id INT")), sql("SELECT 1 AS id"), CommitNote.of("WRITE"));
        List<String> tries = new java.util.ArrayList<>();
        CommitNote refused = CommitNote.of("WRITE").permittedBy(() -> {
            tries.add("asked");
            throw new PipelineException(Problem.of(ErrorCode.UPDATE_IN_PROGRESS, "taken over"));
        });
        TableLayout wider = TableLayout.of(StructType.fromDDL("id INT, more INT"));
        assertRefused(() -> lake.append(table, sql("SELECT 2 AS id"), refused));
        assertRefused(() -> lake.replace(table, wider, sql("SELECT 2 AS id, 3 AS more"), refused));
        assertRefused(() -> lake.evolve(table, wider, refused));
        assertThat(folder.resolve("ta ble ü").toFile().list((where, name) -> name.endsWith(".parquet")))
                .as("files")
                .hasSize(1);
        session.sql("ALTER TABLE delta.`" + table + "` ADD CONSTRAINT positive CHECK (id > 0)");
        assertRefused(() -> lake.append(table, sql("SELECT 2 AS id"), refused));

        assertThat(tries).hasSize(4);
        assertThat(lake.latestVersion(table)).isEqualTo(1);
        assertThat(rows(delta())).containsExactly("[1]");
    }

    private static void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(PipelineException.class).hasMessageContaining("taken over");
    }

    @Test
    void createsAppendsAndReads() {
        TableLayout layout = TableLayout.of(StructType.fromDDL("id BIGINT COMMENT 'the key', name STRING"))
                .withComment("orders")
                .withProperties(Map.of("pipelines.pipelineId", "p1"));
        WriteResult created = lake.create(table, layout, CommitNote.of("CREATE TABLE"));
        assertThat(created.version()).isZero();
        assertThat(created.light()).isTrue();
        WriteResult appended = lake.append(
                table,
                sql("SELECT 'x' AS name, 1 AS id UNION ALL SELECT 'y', 2"),
                CommitNote.of("STREAMING UPDATE")
                        .withDomain("tidewheel.flow.a", "{\"position\":1}")
                        .withTransaction("a", 1));
        assertThat(appended.version()).isEqualTo(1);
        assertThat(appended.rows()).isEqualTo(2);
        assertThat(appended.light()).isTrue();
        TableSnapshot snapshot = lake.snapshot(table).orElseThrow();
        assertThat(snapshot.rows()).isEqualTo(2);
        assertThat(snapshot.domains()).containsEntry("tidewheel.flow.a", "{\"position\":1}");
        assertThat(snapshot.comment()).isEqualTo("orders");
        assertThat(snapshot.properties()).containsEntry("pipelines.pipelineId", "p1");
        assertThat(rows(delta())).containsExactly("[1,x]", "[2,y]");
        assertThat(rows(scan())).containsExactly("[1,x]", "[2,y]");
        assertThat(delta().schema().apply("id").getComment().get()).isEqualTo("the key");
        Row history = sql("DESCRIBE HISTORY delta.`" + table + "`").first();
        assertThat(history.<String>getAs("operation")).isEqualTo("STREAMING UPDATE");
        Lake another = new Lake(session);
        assertThat(another.snapshot(table).orElseThrow().domains()).isEqualTo(snapshot.domains());
        assertThat(another.latestTransaction(table, "a")).isEqualTo(1);
        another.close();
    }

    @Test
    void aTransactionIsAppendedOnce() {
        lake.create(table, TableLayout.of(StructType.fromDDL("id INT")), CommitNote.of("CREATE TABLE"));
        CommitNote note = CommitNote.of("WRITE").withTransaction("flow", 7);
        assertThat(lake.append(table, sql("SELECT 1 AS id"), note).skipped()).isFalse();
        assertThat(lake.append(table, sql("SELECT 1 AS id"), note).skipped()).isTrue();
        assertThat(new Lake(session).append(table, sql("SELECT 1 AS id"), note).skipped())
                .isTrue();
        assertThat(rows(delta())).containsExactly("[1]");
    }

    @Test
    void replacesLayoutAndRowsInOneCommit() {
        lake.replace(
                table,
                TableLayout.of(StructType.fromDDL("a INT, p STRING")).partitionedBy("p"),
                sql("SELECT id AS a, CASE WHEN id = 0 THEN '' ELSE concat('p ', id) END AS p FROM range(3)"),
                CommitNote.of("REFRESH"));
        assertThat(rows(delta())).containsExactly("[0,null]", "[1,p 1]", "[2,p 2]");
        assertThat(rows(scan().where("p = 'p 1'"))).containsExactly("[1,p 1]");
        WriteResult second = lake.replace(
                table,
                TableLayout.of(StructType.fromDDL("b STRING, c DATE")).clusteredBy("c"),
                sql("SELECT 'x' AS b, DATE'2020-01-01' AS c"),
                CommitNote.of("REFRESH").withDomain("tidewheel.view", "{}"));
        assertThat(second.version()).isEqualTo(1);
        assertThat(second.light()).isTrue();
        assertThat(rows(delta())).containsExactly("[x,2020-01-01]");
        assertThat(rows(scan())).containsExactly("[x,2020-01-01]");
        assertThat(lake.snapshot(table).orElseThrow().clusteringColumns()).containsExactly("c");
        assertThat(sql("DESCRIBE DETAIL delta.`" + table + "`")
                        .select("clusteringColumns")
                        .first()
                        .getList(0))
                .isEqualTo(List.of("c"));
    }

    @Test
    void extraColumnsAreAnError() {
        lake.create(table, TableLayout.of(StructType.fromDDL("id INT")), CommitNote.of("CREATE TABLE"));
        assertThatThrownBy(() -> lake.append(table, sql("SELECT 1 AS id, 2 AS b"), CommitNote.of("WRITE")))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("SCHEMA_MISMATCH")
                .hasMessageContaining("b");
    }

    @Test
    void constraintsGoThroughDeltaSpark() {
        TableLayout layout = TableLayout.of(StructType.fromDDL("id INT"))
                .withProperties(Map.of("delta.constraints.positive", "id > 0"));
        assertThat(lake.create(table, layout, CommitNote.of("CREATE TABLE")).light())
                .isFalse();
        WriteResult written = lake.append(
                table,
                sql("SELECT 1 AS id"),
                CommitNote.of("WRITE").withTransaction("a", 1).withDomain("d", "{}"));
        assertThat(written.light()).isFalse();
        assertThat(written.rows()).isEqualTo(1);
        assertThat(lake.append(
                                table,
                                sql("SELECT 1 AS id"),
                                CommitNote.of("WRITE").withTransaction("a", 1))
                        .skipped())
                .isTrue();
        assertThat(lake.snapshot(table).orElseThrow().domains()).containsEntry("d", "{}");
        assertThatThrownBy(() -> lake.append(table, sql("SELECT -1 AS id"), CommitNote.of("WRITE")))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("TABLE_CONSTRAINT_VIOLATION");
    }

    @Test
    void observedMetricsComeBack() {
        lake.create(table, TableLayout.of(StructType.fromDDL("id BIGINT")), CommitNote.of("CREATE TABLE"));
        Dataset<Row> observed =
                session.range(10).toDF().observe("m", org.apache.spark.sql.functions.expr("count(*) AS n"));
        assertThat(lake.append(table, observed, CommitNote.of("WRITE"))
                        .observed()
                        .get("m")
                        .getLong(0))
                .isEqualTo(10);
    }
}
