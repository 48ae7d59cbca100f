package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stateless flows give what the same queries give on Structured Streaming, update by update: the same rows, in as many
 * batches, over random arrivals and restarts. {@code -Dseed=…} for the same choices again.
 */
class StructuredStreamingComparisonTest {

    private static final int UPDATES = 3;
    private static final String SCHEMA = "n INT, k STRING, items ARRAY<INT>";

    /** Queries by the name of their table; {@code $files} and {@code $delta} are streams, {@code $fixed} is a table. */
    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("filtered", "SELECT n, upper(k) AS k FROM $files WHERE n % 3 <> 0");
        QUERIES.put("exploded", "SELECT n, item FROM $files LATERAL VIEW explode(items) AS item");
        QUERIES.put("cast", "SELECT n, try_cast(k AS INT) AS number, coalesce(k, 'none') AS k FROM $files");
        QUERIES.put("named", "SELECT n, $metadata.file_name AS file, $metadata.file_size AS bytes FROM $files");
        QUERIES.put("both", "SELECT n, 'file' AS origin FROM $files UNION ALL SELECT n, 'table' FROM $delta");
        QUERIES.put("joined", "SELECT s.n, f.word FROM $files s LEFT JOIN $fixed f ON s.n % 5 = f.id");
        QUERIES.put("present", "SELECT n FROM $delta WHERE n % 5 IN (SELECT id FROM $fixed)");
        QUERIES.put("copied", "SELECT * FROM $delta");
        QUERIES.put("structs", "SELECT struct(n, k) AS both, map(k, n) AS by FROM $delta WHERE k IS NOT NULL");
    }

    @TempDir
    Path folder;

    private final Map<String, Given> byHand = new HashMap<>();

    @Test
    void sameRowsInAsManyBatches() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("StructuredStreamingComparisonTest seed " + seed);
        Random random = new Random(seed);
        int filesInABatch = 1 + random.nextInt(3);
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            StringBuilder sql = new StringBuilder();
            QUERIES.forEach((table, query) -> sql.append("CREATE STREAMING TABLE " + table + " AS "
                    + query.replace(
                                    "$files",
                                    "STREAM read_files('in', format => 'json', schema => '" + SCHEMA
                                            + "', maxFilesPerTrigger => " + filesInABatch + ")")
                            .replace("$metadata", "_metadata")
                            .replace("$delta", "STREAM delta.`" + pipeline.path("outside") + "`")
                            .replace("$fixed", "delta.`" + pipeline.path("fixed") + "`")
                    + ";\n"));
            pipeline.sql(sql.toString());
            pipeline.appendDelta("fixed", "SELECT 0 AS id, 'zero' AS word");
            int n = 0;
            for (int update = 0; update < UPDATES; update++) {
                n = arrive(pipeline, random, n, update);
                if (random.nextBoolean()) {
                    pipeline.restart();
                }
                pipeline.update();
                for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                    String table = query.getKey();
                    Given given = stream(pipeline, table, query.getValue(), filesInABatch);
                    assertThat(lines(pipeline.engine().query("SELECT * FROM " + table)))
                            .as("%s after update %d, seed %d", table, update, seed)
                            .containsExactlyInAnyOrderElementsOf(given.rows());
                    assertThat(batches(pipeline, table))
                            .as("batches of %s after update %d, seed %d", table, update, seed)
                            .isEqualTo(given.batches().get());
                }
            }
            assertThat(pipeline.update().jobs()).as("seed " + seed).isZero();
        }
    }

    private static int arrive(PipelineFixture pipeline, Random random, int first, int update) {
        int n = first;
        int files = update == 0 ? 3 : random.nextInt(5);
        for (int file = 0; file < files; file++) {
            String[] rows = new String[1 + random.nextInt(4)];
            for (int row = 0; row < rows.length; row++) {
                String k = random.nextInt(4) == 0 ? "null" : "\"" + (random.nextBoolean() ? "k" : "") + n + "\"";
                String items = random.nextInt(3) == 0 ? "[]" : "[" + n + "," + random.nextInt(9) + "]";
                rows[row] = "{\"n\":" + n++ + ",\"k\":" + k + ",\"items\":" + items + "}";
            }
            pipeline.file("in/" + update + "-" + file + ".json", rows);
        }
        for (int commit = update == 0 ? -1 : 0; commit < random.nextInt(3); commit++) {
            pipeline.appendDelta("outside", "SELECT " + n + " AS n, 'd" + n + "' AS k UNION ALL SELECT 5, null");
            n++;
        }
        if (random.nextBoolean()) {
            pipeline.appendDelta("fixed", "SELECT " + (1 + update % 4) + " AS id, 'word " + update + "' AS word");
        }
        return n;
    }

    /** One more run of the query as somebody would write it by hand; gives what all its runs have given so far. */
    private Given stream(PipelineFixture pipeline, String table, String query, int filesInABatch) throws Exception {
        SparkSession session = pipeline.session();
        session.readStream()
                .schema(SCHEMA)
                .option("maxFilesPerTrigger", filesInABatch)
                .json(pipeline.path("in").toString())
                .selectExpr("*", "_metadata AS about")
                .createOrReplaceTempView("stream_of_files");
        session.readStream()
                .format("delta")
                .load(pipeline.path("outside").toString())
                .createOrReplaceTempView("stream_of_rows");
        Dataset<Row> rows = session.sql(query.replace("$files", "stream_of_files")
                .replace("$metadata", "about")
                .replace("$delta", "stream_of_rows")
                .replace("$fixed", "delta.`" + pipeline.path("fixed") + "`"));
        Given given = byHand.computeIfAbsent(table, name -> new Given(new ArrayList<>(), new AtomicLong()));
        VoidFunction2<Dataset<Row>, Long> keep = (batch, number) -> {
            given.rows().addAll(lines(batch));
            given.batches().incrementAndGet();
        };
        rows.writeStream()
                .foreachBatch(keep)
                .option(
                        "checkpointLocation",
                        pipeline.path("checkpoints/" + table).toString())
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        return given;
    }

    private static List<String> lines(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).toList();
    }

    private static long batches(PipelineFixture pipeline, String table) {
        return pipeline.engine()
                .query("DESCRIBE HISTORY " + table)
                .where("operation = 'STREAMING UPDATE'")
                .count();
    }

    /** What a query on Structured Streaming has given. */
    private record Given(List<String> rows, AtomicLong batches) {}
}
