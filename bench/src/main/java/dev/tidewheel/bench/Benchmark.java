package dev.tidewheel.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs both engines in turn, each time in a new JVM on an empty folder, and prints medians and their ratios as Markdown.
 * Arguments: work folder, rounds, workloads (all by default). The JVM options of Tidewheel's processes are those of its
 * launcher, from the system properties {@code bench.options.chain} and {@code bench.options.etl}.
 */
public final class Benchmark {

    private static final int ORDERS = 2_000_000;

    private final Path work;
    private final OrderData data;
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();
    private final Map<String, String> rows = new TreeMap<>();

    private Benchmark(Path work) {
        this.work = work;
        this.data = new OrderData(work.resolve("data"));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Path.of(arguments[0]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[1]);
        List<Workload> workloads = arguments.length == 2
                ? List.of(Workload.values())
                : Arrays.stream(arguments).skip(2).map(Workload::valueOf).toList();
        Benchmark benchmark = new Benchmark(work);
        benchmark.data.make(ORDERS);
        for (int round = 0; round < rounds; round++) {
            for (Workload workload : workloads) {
                benchmark.run("spark", SparkProcess.class, workload);
                benchmark.run("tidewheel", TidewheelProcess.class, workload);
            }
        }
        benchmark.print(workloads);
    }

    private void run(String engine, Class<?> main, Workload workload) throws IOException, InterruptedException {
        Path folder = work.resolve("run");
        Links.remove(folder);
        Files.createDirectories(folder);
        Path log = work.resolve(engine + "-" + workload + ".log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(options(engine, workload));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(workload.name(), data.root().toString(), folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException(engine + " failed on " + workload + "; see " + log);
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.map(line -> line.split("\t")).forEach(line -> read(engine, workload, line));
        }
        Links.remove(folder);
    }

    private static List<String> options(String engine, Workload workload) {
        String own = engine.equals("spark")
                ? "-Xmx4g"
                : System.getProperty("bench.options." + workload.name().toLowerCase(java.util.Locale.ROOT), "-Xmx4g");
        List<String> options = new ArrayList<>(List.of(own.trim().split("\\s+")));
        options.addAll(List.of(System.getProperty("bench.opens", "").trim().split("\\s+")));
        options.removeIf(String::isEmpty);
        return options;
    }

    private void read(String engine, Workload workload, String[] line) {
        if (line[0].equals("RESULT")) {
            double[] figure = {Double.parseDouble(line[2]), Double.parseDouble(line[3])};
            figures.computeIfAbsent(workload + "\t" + line[1] + "\t" + engine, key -> new ArrayList<>())
                    .add(figure);
            System.err.printf("%s %s %s: %.2f s, %.2f CPU s%n", engine, workload, line[1], figure[0], figure[1]);
        } else if (line[0].equals("ROWS")) {
            String before = rows.putIfAbsent(workload.name(), line[1]);
            if (before != null && !before.equals(line[1])) {
                throw new IllegalStateException(
                        workload + ": " + engine + " has " + line[1] + " rows, another run had " + before);
            }
        }
    }

    private void print(List<Workload> workloads) {
        System.out.println(
                "| pipeline | update | Spark wall s | Tidewheel wall s | ratio | Spark CPU s | Tidewheel CPU s"
                        + " | ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Workload workload : workloads) {
            for (String what : List.of("cold", "nothing new", "+1 %")) {
                double[] spark = median(workload + "\t" + what + "\tspark");
                double[] own = median(workload + "\t" + what + "\ttidewheel");
                System.out.printf(
                        "| %s | %s | %.2f | %.3f | %.1f | %.2f | %.3f | %.1f |%n",
                        workload.name().toLowerCase(java.util.Locale.ROOT),
                        what,
                        spark[0],
                        own[0],
                        spark[0] / own[0],
                        spark[1],
                        own[1],
                        spark[1] / own[1]);
            }
        }
    }

    private double[] median(String key) {
        List<double[]> all = figures.getOrDefault(key, List.of());
        double[] result = new double[2];
        for (int i = 0; i < 2; i++) {
            int column = i;
            double[] sorted =
                    all.stream().mapToDouble(figure -> figure[column]).sorted().toArray();
            result[i] = sorted[sorted.length / 2];
        }
        return result;
    }
}
