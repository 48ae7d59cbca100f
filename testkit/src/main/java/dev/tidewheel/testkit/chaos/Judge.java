package dev.tidewheel.testkit.chaos;

import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.testkit.stored.DeltaFolder;
import dev.tidewheel.testkit.stored.SparkRowText;
import dev.tidewheel.testkit.stored.TableContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Compares each table of a random pipeline with the rows that a batch query of Spark gives for what is stored in its inputs,
 * and those that read files with the rows that were made up. Left out is what depends on when its definition changed, and
 * flows with state whose rows may have been too late. Used once, by one thread.
 */
final class Judge {
    private final RandomPipeline pipeline;
    private final int phase;
    private final Path folder;
    private final SparkSession session;

    Judge(RandomPipeline pipeline, int phase, Path folder) {
        this.pipeline = pipeline;
        this.phase = phase;
        this.folder = folder;
        this.session = SparkSessions.open(SessionOptions.local("judge")).newSession();
        session.conf().set("spark.sql.datetime.java8API.enabled", "true");
        session.conf().set("spark.sql.shuffle.partitions", "1");
    }

    List<String> objections() throws IOException {
        List<String> objections = new ArrayList<>();
        Chapter chapter = pipeline.chapters().get(phase);
        pipeline.sources().values().forEach(this::madeUp);
        table(
                "reference_rows",
                "rk STRING, factor INT",
                List.of(factor("a", 1), factor("b", 2), factor("d", 4), factor("e", 5)));
        session.sql(
                "CREATE TEMPORARY VIEW seed AS SELECT -1L AS id, 'a' AS k, 1 AS v, TIMESTAMP'2026-01-01T00:00:00Z' AS at");
        Map<String, Boolean> orderly = new TreeMap<>();
        for (Node node : chapter.datasets()) {
            boolean inOrder = isOrderly(node, orderly);
            orderly.put(node.name(), inOrder);
            Dataset<Row> expected = session.sql(batch(node));
            if (!node.kind().isStored()) {
                expected.createOrReplaceTempView(node.name());
                continue;
            }
            Path path = folder.resolve(node.path());
            if (!Files.isDirectory(path)) {
                return List.of(node.name() + " is not there");
            }
            Dataset<Row> stored = session.read().format("delta").load(path.toString());
            if (!chapter.blurred().contains(node.name())
                    && (inOrder || !node.kind().keepsState())) {
                compare(node, stored.columns(), expected, objections);
            }
            stored.createOrReplaceTempView(node.name());
        }
        return objections;
    }

    private static Row factor(String key, int factor) {
        return RowFactory.create(key, factor);
    }

    private void table(String name, String columns, List<Row> rows) {
        session.createDataFrame(rows, StructType.fromDDL(columns)).createOrReplaceTempView(name);
    }

    private void madeUp(Source source) {
        List<SourceRow> arrived = pipeline.rows(source.name(), phase);
        List<String> extras = List.copyOf(Source.extras(arrived));
        List<Row> rows = new ArrayList<>();
        for (SourceRow row : arrived) {
            List<Object> values = new ArrayList<>(Arrays.asList(row.id(), row.k(), row.v(), row.at()));
            extras.forEach(name -> values.add(row.extras().get(name)));
            rows.add(RowFactory.create(values.toArray()));
        }
        String further = extras.stream().map(name -> ", " + name + " STRING").collect(Collectors.joining());
        table(source.name(), Source.SCHEMA + further, rows);
    }

    private String batch(Node node) {
        List<String> extras = node.kind() == Kind.BRONZE
                ? List.copyOf(Source.extras(pipeline.rows(node.inputs().get(0), phase)))
                : List.of();
        return node.batch(pipeline.sources(), extras);
    }

    /** True if none of its rows is older than watermarks allow, each time when it comes. */
    private boolean isOrderly(Node node, Map<String, Boolean> known) {
        if (node.kind() == Kind.BRONZE) {
            Source source = pipeline.sources().get(node.inputs().get(0));
            return source != null && source.orderly();
        }
        return node.once().isEmpty()
                && !node.belated()
                && node.inputs().stream().allMatch(input -> known.getOrDefault(input, false));
    }

    private void compare(Node node, String[] columns, Dataset<Row> expected, List<String> objections)
            throws IOException {
        Path home = Objects.requireNonNull(folder.getParent());
        TableContent stored = new DeltaFolder(folder.resolve(node.path()), home).read();
        List<String> wanted = Arrays.stream(expected.columns()).sorted().toList();
        if (!Arrays.stream(columns).sorted().toList().equals(wanted)) {
            objections.add(node.name() + " has the columns " + List.of(columns) + " instead of " + wanted);
            return;
        }
        List<String> rows = expected.selectExpr(columns).collectAsList().stream()
                .map(SparkRowText::of)
                .toList();
        stored.differencesTo(new TableContent(stored.version(), stored.shape(), rows))
                .forEach(difference -> objections.add("after update " + (phase + 1) + ", " + node.name()
                        + " (" + node.kind() + ") is not what its query gives: "
                        + difference));
    }
}
