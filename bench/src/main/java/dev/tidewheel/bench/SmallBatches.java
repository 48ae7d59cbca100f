package dev.tidewheel.bench;

import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.settings.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * What a tiny batch from a file into a table costs once everything is warm: a pipeline against Structured Streaming with
 * delta-spark, tuned for one machine, each in a JVM of its own. Arguments: work folder, rounds.
 */
final class SmallBatches {

    private static final int WARM_UP = 100;
    private static final int BATCHES = 300;
    private static final int ROWS = 10;
    private static final String FILTER = "reading >= 0";

    private SmallBatches() {}

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]).toAbsolutePath().resolve("batches");
        if (arguments[1].equals("spark") || arguments[1].equals("tidewheel")) {
            run(arguments[1].equals("spark") ? new Spark(work) : new Tidewheel(work), work);
            Runtime.getRuntime().halt(0);
        }
        System.out.println(
                "| round | Spark CPU ms a batch | Tidewheel CPU ms a batch | ratio | wall ms | wall ms | ratio |");
        for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
            double[] spark = process(arguments[0], work, "spark");
            double[] own = process(arguments[0], work, "tidewheel");
            System.out.printf(
                    "| %d | %.0f | %.0f | %.1f | %.0f | %.0f | %.1f |%n",
                    round, spark[1], own[1], spark[1] / own[1], spark[0], own[0], spark[0] / own[0]);
        }
    }

    private static double[] process(String argument, Path work, String engine) throws Exception {
        Links.remove(work);
        Files.createDirectories(work);
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of(
                System.getProperty("bench.options.chain", "-Xmx4g").trim().split("\\s+")));
        command.addAll(List.of(System.getProperty("bench.opens", "").trim().split("\\s+")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SmallBatches.class.getName()));
        command.addAll(List.of(argument, engine));
        Process process = new ProcessBuilder(command)
                .redirectError(work.resolveSibling(engine + "-batches.log").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String line : said.split("\n")) {
            String[] parts = line.split("\t");
            if (parts[0].equals("RESULT")) {
                return new double[] {
                    Double.parseDouble(parts[2]) * 1000 / BATCHES, Double.parseDouble(parts[3]) * 1000 / BATCHES
                };
            }
        }
        throw new IllegalStateException(engine + " gave no result: " + said);
    }

    private static void run(Engine engine, Path work) throws Exception {
        LiveSource source = new LiveSource(work.resolve("in"));
        for (int i = 0; i < WARM_UP; i++) {
            source.put(ROWS);
        }
        engine.takeAll();
        for (int i = 0; i < BATCHES; i++) {
            source.put(ROWS);
        }
        Stopwatch watch = new Stopwatch();
        watch.restart();
        engine.takeAll();
        watch.report("batches");
        if (engine.commits() != WARM_UP + BATCHES) {
            throw new IllegalStateException("there were " + engine.commits() + " commits");
        }
        System.out.flush();
    }

    /** Takes what is there into a table, a file a batch. */
    private interface Engine {
        void takeAll() throws Exception;

        long commits();
    }

    private static final class Spark implements Engine {
        private final SparkSession session;
        private final Path work;

        Spark(Path work) {
            this.work = work;
            this.session = SparkSession.builder()
                    .master("local[2]")
                    .appName("by hand")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.databricks.delta.snapshotPartitions", "1")
                    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .getOrCreate();
            session.sparkContext().setLogLevel("ERROR");
        }

        private String table() {
            return work.resolve("table").toString();
        }

        @Override
        public void takeAll() throws Exception {
            session.readStream()
                    .schema(LiveSource.SCHEMA)
                    .option("maxFilesPerTrigger", 1)
                    .json(work.resolve("in").toString())
                    .where(FILTER)
                    .writeStream()
                    .format("delta")
                    .option("checkpointLocation", work.resolve("checkpoint").toString())
                    .trigger(Trigger.AvailableNow())
                    .start(table())
                    .awaitTermination();
        }

        @Override
        public long commits() {
            return session.sql("DESCRIBE HISTORY delta.`" + table() + "`").count();
        }
    }

    private static final class Tidewheel implements Engine {
        private final PipelineEngine engine;

        Tidewheel(Path work) throws IOException {
            Path file = work.resolve("pipeline.sql");
            Files.writeString(
                    file,
                    "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_files('in', format => 'json', schema => '"
                            + LiveSource.SCHEMA + "', maxFilesPerTrigger => 1) WHERE " + FILTER);
            this.engine = PipelineEngine.open(
                    PipelineFile.load(file, Map.of()),
                    new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
        }

        @Override
        public void takeAll() {
            UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
            if (!result.completed()) {
                throw new IllegalStateException(result.problems().toString());
            }
        }

        @Override
        public long commits() {
            return engine.query("DESCRIBE HISTORY t").count();
        }
    }
}
