package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of all types, written on both paths, are the same to every reader. */
class LakeReadersTest {
    private static final String EVERYTHING = """
            SELECT id,
              cast(id AS TINYINT) AS tiny, cast(id AS SMALLINT) AS small, cast(id AS INT) AS whole,
              CASE WHEN id = 3 THEN cast('NaN' AS DOUBLE) ELSE id / 3D END AS real,
              cast(id AS FLOAT) / 7 AS short_real, id % 2 = 0 AS even,
              cast(id * 1.25 - 3 AS DECIMAL(9, 2)) AS money, cast(id AS DECIMAL(38, 10)) * 1000000 AS big_money,
              concat(repeat('ü漢😀', 20 + cast(id AS INT)), 'end') AS text,
              CASE WHEN id % 3 = 0 THEN NULL ELSE concat('t', id) END AS sparse,
              cast(NULL AS STRING) AS nothing, cast(concat('b', id) AS BINARY) AS raw,
              date_add(DATE'1582-10-01', cast(id * 500 AS INT)) AS day,
              timestamp_micros(id * 123456789012345) AS moment,
              cast(timestamp_micros(id * 1234567890123) AS TIMESTAMP_NTZ) AS local_moment,
              named_struct('a', id, 'b', named_struct('c', concat('c', id), 'd', array(id, NULL))) AS nested,
              array(named_struct('x', id)) AS list, map(concat('k', id), id) AS pairs,
              CASE WHEN id = 0 THEN NULL WHEN id = 1 THEN '' ELSE concat('p /=%:ü', id % 3) END AS part,
              date_add(DATE'2026-01-01', cast(id % 2 AS INT)) AS part_day,
              timestamp_micros(1700000000123456 + id % 2) AS part_moment
            FROM range(0, 12, 1, 3)
            """;

    @TempDir
    Path folder;

    private final SparkSession session = TestSession.get();

    private Dataset<Row> delta(String table) {
        return session.read().format("delta").load(table);
    }

    private static List<String> all(Dataset<Row> data) {
        return rows(data.withColumn("raw", org.apache.spark.sql.functions.hex(data.col("raw"))));
    }

    @Test
    void bothPathsGiveTheSameTable() throws Exception {
        Dataset<Row> data = session.sql(EVERYTHING);
        String light = folder.resolve("light").toString();
        String heavy = folder.resolve("heavy").toString();
        try (Lake lake = new Lake(session)) {
            WriteResult written = lake.replace(
                    light,
                    TableLayout.ofQuery(data.schema()).partitionedBy("part", "part_day", "part_moment"),
                    data,
                    CommitNote.of("REFRESH"));
            assertThat(written.light()).isTrue();
            data.write()
                    .format("delta")
                    .partitionBy("part", "part_day", "part_moment")
                    .save(heavy);
            assertThat(delta(light).schema()).isEqualTo(delta(heavy).schema());
            assertThat(all(delta(light))).isEqualTo(all(delta(heavy)));
            for (String table : List.of(light, heavy)) {
                Dataset<Row> scan = org.apache.spark.sql.classic.Dataset.ofRows(
                        (org.apache.spark.sql.classic.SparkSession) session,
                        lake.scan(lake.snapshot(table).orElseThrow()));
                assertThat(all(scan)).isEqualTo(all(delta(heavy)));
                assertThat(rows(scan.where("part IS NULL").select("id"))).containsExactly("[0]", "[1]");
                assertThat(rows(scan.where("part = 'p /=%:ü2'").select("id")))
                        .containsExactly("[11]", "[2]", "[5]", "[8]");
                assertThat(scan.where("part_moment = timestamp_micros(1700000000123457)")
                                .count())
                        .isEqualTo(6);
                assertThat(scan.select("_metadata.file_name").distinct().count())
                        .isGreaterThan(1);
                assertThat(KernelReader.longs(
                                table, "id", session.sparkContext().hadoopConfiguration()))
                        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
            }
            // skipping by statistics must not lose a row
            for (String filter : List.of(
                    "text > repeat('ü漢😀', 30)",
                    "real > 3.5",
                    "money < 0",
                    "big_money >= 11000000",
                    "nested.b.c = 'c7'",
                    "day <= DATE'1582-10-01'",
                    "moment = timestamp_micros(11 * 123456789012345)",
                    "local_moment >= TIMESTAMP_NTZ'1970-06-07 04:17:26.791353'",
                    "sparse IS NULL AND even")) {
                assertThat(rows(delta(light).where(filter).select("id")))
                        .as(filter)
                        .isEqualTo(rows(data.where(filter).select("id")))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void deltaRsReadsIt() throws Exception {
        Path python = deltaRs();
        String table = folder.resolve("t").toString();
        Dataset<Row> data = session.sql(EVERYTHING).drop("local_moment");
        try (Lake lake = new Lake(session)) {
            lake.replace(
                    table,
                    TableLayout.ofQuery(data.schema()).partitionedBy("part_day"),
                    data,
                    CommitNote.of("REFRESH"));
            for (int batch = 0; batch < 12; batch++) {
                lake.append(
                        table,
                        session.sql(EVERYTHING).drop("local_moment").where("id = " + batch),
                        CommitNote.of("WRITE").withTransaction("a", batch).withDomain("tidewheel.flow.a", "{}"));
            }
        }
        // the checkpoint of version 10 is there now: close() waits for it
        assertThat(folder.resolve("t/_delta_log/_last_checkpoint")).exists();
        String script = "import sys, deltalake\n"
                + "t = deltalake.DeltaTable(sys.argv[1])\n"
                + "q = deltalake.QueryBuilder().register('t', t)\n"
                + "r = q.execute(\"select count(*) n, sum(id) s, count(sparse) p, max(text) x from t\").read_all()\n"
                + "print(t.version(), *[r.column(i)[0].as_py() for i in range(3)])\n"
                + "print(q.execute(\"select id from t where money < 0\").read_all().num_rows)\n";
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(python.toString(), "-c", script, table)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllLines(output)).containsExactly("12 24 132 16", "6");
    }

    /** A Python with the package deltalake, made once and kept. */
    private static Path deltaRs() throws Exception {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "tidewheel", "delta-rs");
        Path python = home.resolve("bin/python");
        Path ready = home.resolve("ready");
        if (!Files.exists(ready)) {
            Assumptions.assumeTrue(run("python3", "--version"), "there is no python3");
            Files.createDirectories(home.getParent());
            assertThat(run("python3", "-m", "venv", home.toString())).isTrue();
            assertThat(run(python.toString(), "-m", "pip", "install", "-q", "deltalake"))
                    .isTrue();
            Files.writeString(ready, "");
        }
        return python;
    }

    private static boolean run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                            .start()
                            .waitFor()
                    == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
