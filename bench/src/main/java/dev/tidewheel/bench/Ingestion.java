package dev.tidewheel.bench;

import dev.tidewheel.connector.kafka.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares how many rows a CPU second takes in: a pipeline against a job by hand, in turn, each in a new JVM on an empty
 * folder. Arguments: work folder, rows in millions, rounds, intakes (all by default).
 */
final class Ingestion {

    private static final int PARTITIONS = 4;
    private static final int ROWS_TOGETHER = 10_000;

    private final Path work;
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

    private Ingestion(Path work) {
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]).toAbsolutePath();
        int rows = Integer.parseInt(arguments[1]) * 1_000_000;
        int rounds = Integer.parseInt(arguments[2]);
        List<Intake> intakes = arguments.length == 3
                ? List.of(Intake.values())
                : Arrays.stream(arguments).skip(3).map(Intake::valueOf).toList();
        Ingestion ingestion = new Ingestion(work);
        OrderData data = new OrderData(work.resolve("data-" + rows));
        data.make(rows);
        for (Intake intake : intakes) {
            if (intake == Intake.KAFKA) {
                Links.remove(work.resolve("broker"));
                try (TestBroker broker = TestBroker.startIn(work.resolve("broker"))) {
                    fill(broker, data);
                    ingestion.compare(intake, broker.servers(), rounds, rows);
                }
            } else {
                ingestion.compare(intake, data.orders().toString(), rounds, rows);
            }
        }
        System.exit(0);
    }

    private static void fill(TestBroker broker, OrderData data) throws Exception {
        broker.create(Intake.TOPIC, PARTITIONS);
        int partition = 0;
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(data.orders())) {
            found.sorted().forEach(files::add);
        }
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int from = 0; from < lines.size(); from += ROWS_TOGETHER) {
                List<String> some = lines.subList(from, Math.min(lines.size(), from + ROWS_TOGETHER));
                broker.send(Intake.TOPIC, partition++ % PARTITIONS, some.toArray(String[]::new));
            }
        }
    }

    private void compare(Intake intake, String place, int rounds, int rows) throws IOException, InterruptedException {
        String[] counts = new String[2];
        for (int round = 0; round < rounds; round++) {
            counts[0] = run("spark", IntakeOfSpark.class, intake, place);
            counts[1] = run("tidewheel", IntakeOfTidewheel.class, intake, place);
            if (!counts[0].equals(counts[1])) {
                throw new IllegalStateException("rows differ: " + String.join(", ", counts));
            }
        }
        double[] spark = median(intake + "spark");
        double[] own = median(intake + "tidewheel");
        System.out.printf(
                "| %s | %d | %.0f | %.0f | %.2f | %.1f | %.1f |%n",
                intake.name().toLowerCase(java.util.Locale.ROOT),
                rows,
                rows / spark[1] / 1000,
                rows / own[1] / 1000,
                spark[1] / own[1],
                spark[0],
                own[0]);
    }

    private String run(String engine, Class<?> main, Intake intake, String place)
            throws IOException, InterruptedException {
        Path folder = work.resolve("run");
        Links.remove(folder);
        Files.createDirectories(folder);
        Path log = work.resolve(engine + "-" + intake + ".log");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        String options = engine.equals("spark") ? "-Xmx4g" : System.getProperty("bench.options.etl", "-Xmx4g");
        command.addAll(List.of(options.trim().split("\\s+")));
        command.addAll(List.of(System.getProperty("bench.opens", "").trim().split("\\s+")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(intake.name(), place, folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(engine + " failed on " + intake + "; see " + log);
        }
        String count = "";
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            String[] parts = line.split("\t");
            if (parts[0].equals("RESULT")) {
                double[] figure = {Double.parseDouble(parts[2]), Double.parseDouble(parts[3])};
                figures.computeIfAbsent(intake + engine, key -> new ArrayList<>())
                        .add(figure);
                System.err.printf("%s %s: %.2f s, %.2f CPU s%n", engine, intake, figure[0], figure[1]);
            } else if (parts[0].equals("ROWS")) {
                count = parts[1];
            }
        }
        Links.remove(folder);
        return count;
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
