package dev.tidewheel.engine.source.file;

import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.FileSchema;
import dev.tidewheel.engine.source.schema.SchemaStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures reading, inference and discovery; run by hand, prints milliseconds of wall and of CPU. */
public final class SourceFigures {
    private static final String SCHEMA =
            "id BIGINT, customer STRING, amount DOUBLE, created TIMESTAMP, country STRING, "
                    + "item STRUCT<sku: STRING, quantity: INT>, note STRING";

    private SourceFigures() {}

    /** @param arguments an empty folder, and the number of rows; or of files, if a third argument follows */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 2) {
            atScale(folder, Integer.parseInt(arguments[1]));
            return;
        }
        int rows = Integer.parseInt(arguments[1]);
        Path json = json(folder.resolve("json"), rows);
        Path csv = csv(folder.resolve("csv"), rows);
        Path many = many(folder.resolve("many"), 10_000);
        for (int round = 0; round < 3; round++) {
            System.out.println("round " + round);
            measure(
                    "json, spark.read.schema",
                    () -> drain(SourceFixture.session().read().schema(SCHEMA).json(json.toString())));
            measure("json, ours, schema", () -> drain(read(json, "schema", SCHEMA)));
            measure("json, ours, rescue", () -> drain(read(json, "schema", SCHEMA, "rescuedDataColumn", "r")));
            measure(
                    "json, ours, rescue, each record unknown",
                    () -> drain(read(json, "schema", SCHEMA.replace(", note STRING", ""), "rescuedDataColumn", "r")));
            String csvSchema = "id BIGINT, customer STRING, amount DOUBLE, created TIMESTAMP, country STRING";
            measure(
                    "csv, spark.read.schema",
                    () -> drain(SourceFixture.session()
                            .read()
                            .schema(csvSchema)
                            .option("header", "true")
                            .csv(csv.toString())));
            measure("csv, ours, schema", () -> drain(read(csv, "schema", csvSchema, "header", "true")));
            measure(
                    "csv, ours, rescue",
                    () -> drain(read(csv, "schema", csvSchema, "header", "true", "rescuedDataColumn", "r")));
            measure("json, infer", () -> source(json).resolveSchema(SchemaStore.none()));
            measure("csv, infer", () -> source(csv).resolveSchema(SchemaStore.none()));
            measure("10k files, list", () -> source(many).list());
            measure("10k files, infer", () -> source(many).resolveSchema(SchemaStore.none()));
            discovery(many, folder.resolve("checkpoint" + round));
        }
    }

    private static void discovery(Path many, Path checkpoint) {
        FileSource source = source(many, "schema", "id INT", "format", "json");
        FileSchema schema = source.resolveSchema(SchemaStore.none());
        StreamSource stream = source.stream(schema, checkpoint.toString());
        String[] position = new String[1];
        measure("10k files, 10 advances without reading", () -> {
            Backlog horizon = stream.look(null);
            for (int i = 0; i < 10; i++) {
                position[0] = stream.advance(position[0], horizon).orElseThrow();
            }
        });
        measure("10k files, look, warm", () -> stream.look(position[0]));
        measure(
                "10k files, look, fresh state",
                () -> source.stream(schema, checkpoint.toString()).look(position[0]));
    }

    private static void atScale(Path folder, int files) throws IOException {
        Path many = many(folder.resolve("many"), files);
        measure("start", () -> SourceFixture.session().range(1).count());
        String[] position = new String[1];
        for (int round = 0; round < 2; round++) {
            String checkpoint = folder.resolve("checkpoint" + round).toString();
            position[0] = null;
            FileSource inferred = source(many, "format", "json");
            measure("infer, list, entry, rows of the first batch", () -> {
                FileSchema schema = inferred.resolveSchema(SchemaStore.none());
                StreamSource stream = inferred.stream(schema, checkpoint);
                Backlog horizon = stream.look(null);
                String end = stream.advance(null, horizon).orElseThrow();
                stream.rows(null, end);
            });
            FileSource source = source(many, "schema", "id INT", "format", "json");
            FileSchema schema = source.resolveSchema(SchemaStore.none());
            StreamSource stream = source.stream(schema, checkpoint);
            measure("all advances without reading", () -> {
                Backlog horizon = stream.look(null);
                for (Optional<String> next = stream.advance(null, horizon);
                        next.isPresent();
                        next = stream.advance(position[0], horizon)) {
                    position[0] = next.get();
                }
            });
            measure("look, nothing new, warm", () -> stream.look(position[0]));
            for (int i = 0; i < 2; i++) {
                System.gc();
                long before = used();
                StreamSource fresh = source.stream(schema, checkpoint);
                measure("look, nothing new, fresh state", () -> fresh.look(position[0]));
                System.out.println("  garbage and state " + ((used() - before) >> 20) + " MB");
                System.gc();
                System.out.println("  state " + ((used() - before) >> 20) + " MB "
                        + fresh.schema().length());
            }
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void measure(String what, Runnable action) {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        action.run();
        System.out.printf(
                "%-45s %7d ms %7d CPU-ms%n",
                what, (System.nanoTime() - wall) / 1_000_000, (system.getProcessCpuTime() - cpu) / 1_000_000);
    }

    private static void drain(Dataset<Row> data) {
        data.write().format("noop").mode("overwrite").save();
    }

    private static Dataset<Row> read(Path path, String... options) {
        FileSource source = source(path, options);
        return SourceFixture.dataset(source.batch(source.resolveSchema(SchemaStore.none())));
    }

    private static FileSource source(Path path, String... options) {
        Map<String, String> all = new TreeMap<>(SourceFixture.options(options));
        return FileSource.batchOf(SourceFixture.session(), path.toString(), FileSourceOptions.forReadFiles(all));
    }

    private static Path json(Path folder, int rows) throws IOException {
        Files.createDirectories(folder);
        for (int part = 0; part < 4; part++) {
            try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(part + ".json"))) {
                for (int i = 0; i < rows / 4; i++) {
                    out.write("{\"id\":" + i + ",\"customer\":\"c" + i % 1000 + "\",\"amount\":" + i % 977
                            + ".25,\"created\":\"2026-01-01T10:00:" + (10 + i % 50) + "Z\",\"country\":\"DE\","
                            + "\"item\":{\"sku\":\"s" + i % 500 + "\",\"quantity\":" + i % 9 + "},\"note\":\"n\"}\n");
                }
            }
        }
        return folder;
    }

    private static Path csv(Path folder, int rows) throws IOException {
        Files.createDirectories(folder);
        for (int part = 0; part < 4; part++) {
            try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(part + ".csv"))) {
                out.write("id,customer,amount,created,country\n");
                for (int i = 0; i < rows / 4; i++) {
                    out.write(i + ",c" + i % 1000 + "," + i % 977 + ".25,2026-01-01T10:00:" + (10 + i % 50) + "Z,DE\n");
                }
            }
        }
        return folder;
    }

    private static Path many(Path folder, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("d" + i % 100).resolve(i + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{\"id\": " + i + "}\n");
        }
        return folder;
    }
}
