package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain fed by many small updates holds what one computation over all the data gives. */
class RandomPipelinesTest {
    private static final int UPDATES = 6;
    private static final int STREAMS = 5;

    @TempDir
    Path folder;

    @Test
    void manySmallUpdatesEqualOneComputation() {
        long seed = System.nanoTime();
        System.out.println("RandomPipelinesTest seed " + seed);
        Random random = new Random(seed);
        try (PipelineFixture pipeline = PipelineFixture.in(folder)) {
            List<Step> steps = steps(random, pipeline.path("data"));
            StringBuilder sql = new StringBuilder("CREATE STREAMING TABLE t0 AS SELECT id, k, v FROM STREAM"
                    + " read_files('data', format => 'json', schema => 'id INT, k STRING, v INT', maxFilesPerTrigger => "
                    + (1 + random.nextInt(3)) + ");\n");
            steps.forEach(step -> sql.append(step.definition()));
            pipeline.file("data/first.json", row(random, 0));
            pipeline.sql(sql.toString());
            int id = 1;
            for (int update = 0; update < UPDATES; update++) {
                int files = random.nextInt(4);
                for (int file = 0; file < files; file++) {
                    String[] rows = new String[random.nextInt(5)];
                    for (int i = 0; i < rows.length; i++) {
                        rows[i] = row(random, id++);
                    }
                    pipeline.file("data/" + update + "-" + file + ".json", rows);
                }
                if (random.nextBoolean()) {
                    pipeline.restart();
                }
                if (random.nextInt(4) == 0) {
                    pipeline.refresh("t" + random.nextInt(STREAMS + 1));
                } else {
                    pipeline.update();
                }
            }
            pipeline.update();
            for (Step step : steps) {
                assertThat(pipeline.table(step.name()))
                        .as("seed " + seed + "\n" + sql + "\n" + step.name())
                        .isEqualTo(pipeline.rows(step.oracle()));
            }
            assertThat(pipeline.update().jobs()).as("seed " + seed).isZero();
        }
    }

    /** One table after another; the oracle computes it from the files alone. */
    private record Step(String name, String definition, String oracle) {}

    private static List<Step> steps(Random random, Path data) {
        List<Step> steps = new ArrayList<>();
        List<String> oracles = new ArrayList<>();
        oracles.add("(SELECT r.* FROM (SELECT from_json(value, 'id INT, k STRING, v INT') AS r FROM text.`" + data
                + "` WHERE value <> ''))");
        for (int i = 1; i <= STREAMS; i++) {
            int input = random.nextInt(oracles.size());
            String body = switch (random.nextInt(4)) {
                case 0 -> "SELECT id, k, v + 1 AS v FROM %s WHERE v > " + random.nextInt(50);
                case 1 -> "SELECT id, upper(k) AS k, v FROM %s";
                case 2 -> "SELECT id, k, e AS v FROM %s LATERAL VIEW explode(array(v, -v)) x AS e";
                default -> "SELECT id, k, v FROM %s WHERE k IS NOT NULL";
            };
            String name = "t" + i;
            steps.add(new Step(
                    name,
                    "CREATE STREAMING TABLE " + name + " AS " + body.formatted("STREAM t" + input) + ";\n",
                    body.formatted(oracles.get(input))));
            oracles.add("(" + body.formatted(oracles.get(input)) + ")");
        }
        for (int i = 0; i < 3; i++) {
            int input = random.nextInt(oracles.size());
            String body = random.nextBoolean()
                    ? "SELECT k, count(*) AS n, sum(v) AS s FROM %s GROUP BY k"
                    : "SELECT id, max(v) AS top FROM %s GROUP BY id";
            steps.add(new Step(
                    "v" + i,
                    "CREATE MATERIALIZED VIEW v" + i + " AS " + body.formatted("t" + input) + ";\n",
                    body.formatted(oracles.get(input))));
        }
        return steps;
    }

    private static String row(Random random, int id) {
        String key = random.nextInt(5) == 0 ? "null" : "\"k" + random.nextInt(3) + "\"";
        return "{\"id\":" + id + ",\"k\":" + key + ",\"v\":" + random.nextInt(100) + "}";
    }
}
