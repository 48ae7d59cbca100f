package dev.tidewheel.engine.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidewheel.engine.TableStatus;
import dev.tidewheel.engine.lake.Lake;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.testing.PipelineFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/**
 * A pipeline as users have it: a folder with a pipeline file, sources and data, and beside them the rows that each of its
 * tables has to have. Rows are written as JSON, one on each line, in any order.
 *
 * <pre>
 * setup.sql              statements that are run before the first update; {folder} stands for the pipeline's folder
 * expected/orders.jsonl  rows of a table after the first update
 * expected/rules.txt     results of expectations: table.rule passed/failed
 * second/                files that are there for the second update, laid over those of the first
 * second/expected/       as above, after the second update
 * </pre>
 */
final class CorpusPipeline {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String ROWS = ".jsonl";
    private static final String RULES = "rules.txt";
    private static final List<String> FILES =
            List.of("pipeline.yml", "pipeline.json", "spark-pipeline.yml", "databricks.yml");

    private final Path written;
    private final Path folder;

    /**
     * @param written the folder as it is kept
     * @param folder where the pipeline is run
     */
    CorpusPipeline(Path written, Path folder) {
        this.written = written;
        this.folder = folder;
    }

    Path pipelineFile() {
        return FILES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    void layOutFirst() {
        copy(written, List.of("expected", "second"));
    }

    /** False if the pipeline has no second update. */
    boolean layOutSecond() {
        Path second = written.resolve("second");
        if (!Files.isDirectory(second)) {
            return false;
        }
        copy(second, List.of("expected"));
        return true;
    }

    private void copy(Path from, List<String> without) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (!without.contains(relative.getName(0).toString())) {
                    Path target = folder.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.writeString(target, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> setup() {
        Path setup = folder.resolve("setup.sql");
        return Files.exists(setup)
                ? Stream.of(read(setup).replace("{folder}", folder.toString()).split(";\\s*\n"))
                        .filter(statement -> !statement.isBlank())
                        .toList()
                : List.of();
    }

    /** Rows of each table, sorted. */
    Map<String, List<String>> expectedRows(boolean second) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (Path file : expected(second)) {
            String name = file.getFileName().toString();
            if (name.endsWith(ROWS)) {
                tables.put(
                        name.substring(0, name.length() - ROWS.length()),
                        read(file).lines().map(CorpusPipeline::normal).sorted().toList());
            }
        }
        return tables;
    }

    /** Results of expectations that have to have been counted; empty if the pipeline says nothing about them. */
    Map<String, String> expectedRules(boolean second) {
        return expected(second).stream()
                .filter(file -> file.getFileName().toString().equals(RULES))
                .flatMap(file -> read(file).lines())
                .map(line -> line.split(" (?=\\d+/\\d+$)", 2))
                .collect(Collectors.toMap(rule -> rule[0], rule -> rule[1], (one, other) -> other, TreeMap::new));
    }

    private List<Path> expected(boolean second) {
        Path place = second ? written.resolve("second/expected") : written.resolve("expected");
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of each table as they are, sorted. All are read by one query, which takes a fraction of the time. */
    static Map<String, List<String>> rows(PipelineFixture pipeline) {
        String catalog = pipeline.settings().catalog() + ".";
        String schema = pipeline.settings().schema() + ".";
        Map<String, List<String>> tables = new TreeMap<>();
        List<Dataset<Row>> queries = new ArrayList<>();
        try (Lake lake = new Lake((SparkSession) pipeline.session())) {
            for (TableStatus table : pipeline.engine().tables()) {
                if (!table.kind().equals("VIEW")) {
                    String name = without(schema, without(catalog, table.name()));
                    tables.put(name, new ArrayList<>());
                    queries.add(rows(pipeline, lake, table, name));
                }
            }
            queries.stream()
                    .reduce(Dataset::unionAll)
                    .orElseThrow()
                    .collectAsList()
                    .forEach(row -> tables.get(row.getString(0)).add(normal(row.getString(1))));
        }
        tables.values().forEach(Collections::sort);
        return tables;
    }

    private static Dataset<Row> rows(PipelineFixture pipeline, Lake lake, TableStatus table, String name) {
        TableSnapshot snapshot =
                lake.snapshot(Objects.requireNonNull(table.path(), name)).orElseThrow();
        return Dataset$.MODULE$
                .ofRows((SparkSession) pipeline.session(), lake.scan(snapshot))
                .selectExpr("'" + name + "'", "to_json(struct(*), map('ignoreNullFields', 'false'))");
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** One spelling for equal JSON, whatever the order of its keys. */
    private static String normal(String line) {
        try {
            return JSON.writeValueAsString(JSON.readValue(line, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
