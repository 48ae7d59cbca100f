package dev.tidewheel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.settings.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * How long it takes from a file's arrival until its rows show in a view three tables further, in a continuous update; and
 * what fifty flows cost while nothing comes. Arguments: work folder; for delays also rows a second, seconds; and {@code
 * SOAK} for flows with state and a sink beside the others.
 */
final class LiveTables {

    private static final String PIPELINE = """
            CREATE STREAMING TABLE bronze AS
              SELECT * FROM STREAM read_files('in', format => 'json', schema => '%s');
            CREATE STREAMING TABLE silver (CONSTRAINT sane EXPECT (fahrenheit > 0) ON VIOLATION DROP ROW) AS
              SELECT seq, device, reading * 1.8 + 32 AS fahrenheit, timestamp_millis(at) AS at FROM STREAM bronze;
            CREATE MATERIALIZED VIEW gold AS
              SELECT device, count(*) AS readings, avg(fahrenheit) AS mean, max(seq) AS newest FROM silver GROUP BY device;
            """;
    private static final String FURTHER = """
            CREATE STREAMING TABLE different AS
              SELECT DISTINCT seq, device, at FROM STREAM(silver) WATERMARK at DELAY OF INTERVAL 30 SECONDS;
            CREATE STREAMING TABLE spans AS
              SELECT device, window.start AS began, count(*) AS readings, avg(fahrenheit) AS mean
              FROM STREAM(silver) WATERMARK at DELAY OF INTERVAL 30 SECONDS GROUP BY device, window(at, '10 seconds');
            CREATE SINK archive USING json OPTIONS (path = 'archive');
            CREATE FLOW to_archive AS INSERT INTO archive BY NAME SELECT * FROM STREAM silver;
            """;
    private static final int WARM_UP_SECONDS = 120;
    private static final int LOOK_SECONDS = 60;
    private static final int IDLE_FLOWS = 50;
    private static final int IDLE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveTables() {}

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]).toAbsolutePath().resolve("live");
        Links.remove(work);
        Files.createDirectories(work);
        if (arguments.length == 1) {
            idle(work);
        } else {
            String sql = PIPELINE.formatted(LiveSource.SCHEMA) + (arguments.length > 3 ? FURTHER : "");
            latency(work, sql, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
        System.exit(0);
    }

    private static void latency(Path work, String sql, int rate, int seconds) throws Exception {
        LiveSource source = new LiveSource(work.resolve("in"));
        PipelineEngine engine = open(work, sql);
        AtomicBoolean stopping = new AtomicBoolean();
        source.put(1);
        CompletableFuture<UpdateResult> update = start(engine, stopping);
        source.write(rate, WARM_UP_SECONDS);
        Stopwatch watch = new Stopwatch();
        watch.restart();
        Growth growth = new Growth(work);
        System.out.println(Growth.header());
        List<LiveSource.Arrival> arrivals = new ArrayList<>();
        for (int done = 0; done < seconds; done += LOOK_SECONDS) {
            arrivals.addAll(source.write(rate, Math.min(LOOK_SECONDS, seconds - done)));
            System.out.println(growth.line());
        }
        watch.report("live");
        Thread.sleep(10_000);
        stopping.set(true);
        long asked = System.nanoTime();
        UpdateResult result = update.join();
        System.out.printf(
                "stopped after %.1f s: %s %s%n", (System.nanoTime() - asked) / 1e9, result.state(), result.problems());
        TreeMap<Long, Long> shown = shown(work);
        List<Long> delays = new ArrayList<>();
        long never = 0;
        for (LiveSource.Arrival arrival : arrivals) {
            Map.Entry<Long, Long> first = shown.ceilingEntry(arrival.lastRow());
            if (first == null) {
                never++;
            } else {
                delays.add(first.getValue() - arrival.millis());
            }
        }
        delays.sort(null);
        System.out.println(
                "| rows a second | seconds | versions of gold | p50 ms | p95 ms | longest ms | never shown |");
        System.out.printf(
                "| %d | %d | %d | %d | %d | %d | %d |%n",
                rate,
                seconds,
                shown.size(),
                delays.get(delays.size() / 2),
                delays.get(delays.size() * 95 / 100),
                delays.get(delays.size() - 1),
                never);
        engine.close();
    }

    /** The newest row of each version of the view, from the statistics of its files, and when that version could be read. */
    private static TreeMap<Long, Long> shown(Path work) throws IOException {
        TreeMap<Long, Long> shown = new TreeMap<>();
        Path log;
        try (Stream<Path> found = Files.walk(work)) {
            log = found.filter(path -> path.endsWith("gold/_delta_log"))
                    .findFirst()
                    .orElseThrow();
        }
        List<Path> commits;
        try (Stream<Path> found = Files.list(log)) {
            commits = found.filter(path -> path.getFileName().toString().matches("\\d+\\.json"))
                    .toList();
        }
        for (Path commit : commits) {
            long time = Files.getLastModifiedTime(commit).toMillis();
            for (String line : Files.readAllLines(commit)) {
                JsonNode statistics = JSON.readTree(
                        JSON.readTree(line).path("add").path("stats").asText("{}"));
                JsonNode newest = statistics.path("maxValues").path("newest");
                if (newest.isNumber()) {
                    shown.merge(newest.asLong(), time, Math::min);
                }
            }
        }
        return shown;
    }

    private static void idle(Path work) throws Exception {
        LiveSource source = new LiveSource(work.resolve("in"));
        source.put(100);
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < IDLE_FLOWS; i++) {
            sql.append("CREATE STREAMING TABLE t").append(i).append(" AS SELECT * FROM STREAM ");
            sql.append(
                    i % 10 == 0
                            ? "read_files('in', format => 'json', schema => '" + LiveSource.SCHEMA + "')"
                            : "t" + (i - 1));
            sql.append(";\n");
        }
        PipelineEngine engine = open(work, sql.toString());
        AtomicBoolean stopping = new AtomicBoolean();
        CompletableFuture<UpdateResult> update = start(engine, stopping);
        while (!engine.tables().stream().allMatch(table -> table.version() != null)) {
            Thread.sleep(1_000);
        }
        Thread.sleep(15_000);
        Stopwatch watch = new Stopwatch();
        watch.restart();
        Thread.sleep(IDLE_SECONDS * 1_000L);
        watch.report("idle, " + IDLE_FLOWS + " flows");
        stopping.set(true);
        System.out.println(update.join().state());
        engine.close();
    }

    private static PipelineEngine open(Path work, String sql) throws IOException {
        Path file = work.resolve("pipeline.sql");
        Files.writeString(file, sql);
        return PipelineEngine.open(
                PipelineFile.load(file, Map.of()),
                new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
    }

    private static CompletableFuture<UpdateResult> start(PipelineEngine engine, AtomicBoolean stopping) {
        return CompletableFuture.supplyAsync(
                () -> engine.run(
                        UpdateRequest.of(Selection.ALL).stoppedBy(stopping::get).continuously(true)),
                task -> new Thread(task, "continuous").start());
    }
}
